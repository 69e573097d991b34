@observed @stated @binding
Feature: Usage files
  Each day brings one encrypted file for each server, in a folder of its own, and a restart
  brings more. Days are counted from noon to noon, so that it does not matter when during
  the night a file is closed.

  Background:
    Given the clock reads 2020-06-01 12:00 in "America/Chicago"
    And a PureConnect release with subscription billing
    And the IC server "ic1" in "America/Chicago" with host ID "4C5A-11E0"

  @US-1
  Rule: US-1 The usage subsystem is part of the installation

    Scenario: A fresh installation collects as soon as it has a license
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      Then "ic1" has usage files

  @US-2 @DS-3a
  Rule: US-2 A usage file is created each day

    Scenario Outline: One file from noon to noon, with and without logins
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      And 2 quiet days pass
      And a day of use passes
      Then "ic1" gains exactly 1 usage file from <start> to <end>

      Examples:
        | start            | end              |
        | 2020-06-01 12:00 | 2020-06-02 12:00 |
        | 2020-06-02 12:00 | 2020-06-03 12:00 |
        | 2020-06-03 12:00 | 2020-06-04 12:00 |
        | 2020-06-04 12:00 | 2020-06-05 12:00 |
        | 2020-06-05 12:00 | 2020-06-06 12:00 |

    Scenario: One file a day on a server where nobody ever logs in
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 3 quiet days pass
      Then "ic1" gains exactly 1 usage file from 2020-06-02 12:00 to 2020-06-03 12:00
      And "ic1" gains exactly 1 usage file from 2020-06-03 12:00 to 2020-06-04 12:00

    @scope:automated-upload
    Scenario: One file a day under the upload key too
      Given no host can be reached
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 3 days of use pass
      Then "ic1" gains exactly 1 usage file from 2020-06-02 12:00 to 2020-06-03 12:00
      And "ic1" gains exactly 1 usage file from 2020-06-03 12:00 to 2020-06-04 12:00

    Scenario: Each server has a file of its own each day
      Given the IC server "ic2" in "America/Chicago" with host ID "77B0-93D2"
      And the IC server "ic3" in "America/Chicago" with host ID "0E61-5F24"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      And "ic3" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      Then "ic1" gains exactly 1 usage file from 2020-06-02 12:00 to 2020-06-03 12:00
      And "ic2" gains exactly 1 usage file from 2020-06-02 12:00 to 2020-06-03 12:00
      And "ic3" gains exactly 1 usage file from 2020-06-02 12:00 to 2020-06-03 12:00

    Scenario Outline: One file a day in "<zone>"
      Given the IC server "ic4" in "<zone>" with host ID "51AA-0C0C"
      And "ic4" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      Then "ic4" gains exactly 1 usage file from <first> to <second>
      And "ic4" gains exactly 1 usage file from <second> to <third>

      Examples:
        | zone                | first            | second           | third            |
        | UTC                 | 2020-06-02 12:00 | 2020-06-03 12:00 | 2020-06-04 12:00 |
        | America/Los_Angeles | 2020-06-02 12:00 | 2020-06-03 12:00 | 2020-06-04 12:00 |
        | Europe/Berlin       | 2020-06-02 14:00 | 2020-06-03 14:00 | 2020-06-04 14:00 |
        | Asia/Kolkata        | 2020-06-02 18:00 | 2020-06-03 18:00 | 2020-06-04 18:00 |
        | Asia/Kathmandu      | 2020-06-02 18:00 | 2020-06-03 18:00 | 2020-06-04 18:00 |
        | Australia/Sydney    | 2020-06-02 20:00 | 2020-06-03 20:00 | 2020-06-04 20:00 |

    @derived @asked
    Scenario: Logins of two days are in two files
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When "monday-user" logs in on "ic1"
      And a quiet day passes
      And "tuesday-user" logs in on "ic1"
      And 2 quiet days pass
      Then "monday-user" and "tuesday-user" are in different usage files of "ic1"

    @derived @asked
    Scenario: Logins of one day are in one file
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When it is 2020-06-02 10:00 in "America/Chicago"
      And "morning-user" logs in on "ic1"
      And it is 2020-06-02 16:00 in "America/Chicago"
      And "evening-user" logs in on "ic1"
      And 2 quiet days pass
      Then "morning-user" and "evening-user" are in the same usage file of "ic1"

  @US-2 @DS-3a
  Rule: US-2 The daylight-saving days have one file each

    Scenario Outline: One file a day around <second> in "<zone>"
      Given the IC server "ic6" in "<zone>" with host ID "51AA-0D0D"
      And the clock reads <start> in "<zone>"
      And "ic6" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      Then "ic6" gains exactly 1 usage file from <first> to <second>
      And "ic6" gains exactly 1 usage file from <second> to <third>

      Examples:
        | zone            | start            | first            | second           | third            |
        | America/Chicago | 2020-03-06 12:00 | 2020-03-07 12:00 | 2020-03-08 12:00 | 2020-03-09 12:00 |
        | America/Chicago | 2020-10-30 12:00 | 2020-10-31 12:00 | 2020-11-01 12:00 | 2020-11-02 12:00 |
        | Europe/Berlin   | 2020-03-27 14:00 | 2020-03-28 14:00 | 2020-03-29 14:00 | 2020-03-30 14:00 |
        | Europe/Berlin   | 2020-10-23 14:00 | 2020-10-24 14:00 | 2020-10-25 14:00 | 2020-10-26 14:00 |
        | America/Chicago | 2020-02-27 12:00 | 2020-02-28 12:00 | 2020-02-29 12:00 | 2020-03-01 12:00 |
        | America/Chicago | 2021-02-26 12:00 | 2021-02-27 12:00 | 2021-02-28 12:00 | 2021-03-01 12:00 |
        | America/Chicago | 2020-12-30 12:00 | 2020-12-31 12:00 | 2021-01-01 12:00 | 2021-01-02 12:00 |

  @US-2 @asked @derived
  Rule: US-2 Which clock ends the day

    @reading:D5a=local
    Scenario Outline: The server's own midnight parts two files in "<zone>"
      Given the clock reads <start> in "<zone>"
      And the IC server "ic7" in "<zone>" with host ID "51AA-0E0E"
      And "ic7" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When it is <evening> in "<zone>"
      And "before-midnight" logs in on "ic7"
      And it is <night> in "<zone>"
      And "after-midnight" logs in on "ic7"
      And 3 quiet days pass
      Then "before-midnight" and "after-midnight" are in different usage files of "ic7"

      Examples:
        | zone            | start            | evening          | night            |
        | America/Chicago | 2020-06-01 12:00 | 2020-06-01 23:40 | 2020-06-02 00:20 |
        | Asia/Tokyo      | 2020-06-01 12:00 | 2020-06-01 23:40 | 2020-06-02 00:20 |
        | America/Chicago | 2020-03-08 12:00 | 2020-03-08 23:40 | 2020-03-09 00:20 |
        | America/Chicago | 2020-11-01 12:00 | 2020-11-01 23:40 | 2020-11-02 00:20 |

    @reading:D5a=local
    Scenario Outline: UTC's midnight parts nothing in "<zone>"
      Given the clock reads <start> in "UTC"
      And the IC server "ic7" in "<zone>" with host ID "51AA-0E0E"
      And "ic7" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When it is <evening> in "UTC"
      And "before-midnight" logs in on "ic7"
      And it is <night> in "UTC"
      And "after-midnight" logs in on "ic7"
      And 3 quiet days pass
      Then "before-midnight" and "after-midnight" are in the same usage file of "ic7"

      Examples:
        | zone            | start            | evening          | night            |
        | America/Chicago | 2020-06-01 19:00 | 2020-06-01 23:40 | 2020-06-02 00:20 |
        | Asia/Tokyo      | 2020-06-01 19:00 | 2020-06-01 23:40 | 2020-06-02 00:20 |

    @reading:D5a=utc
    Scenario Outline: UTC's midnight parts two files in "<zone>"
      Given the clock reads <start> in "UTC"
      And the IC server "ic7" in "<zone>" with host ID "51AA-0E0E"
      And "ic7" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When it is <evening> in "UTC"
      And "before-midnight" logs in on "ic7"
      And it is <night> in "UTC"
      And "after-midnight" logs in on "ic7"
      And 3 quiet days pass
      Then "before-midnight" and "after-midnight" are in different usage files of "ic7"

      Examples:
        | zone            | start            | evening          | night            |
        | America/Chicago | 2020-06-01 19:00 | 2020-06-01 23:40 | 2020-06-02 00:20 |
        | Asia/Tokyo      | 2020-06-01 19:00 | 2020-06-01 23:40 | 2020-06-02 00:20 |

  @US-3
  Rule: US-3 Usage files lie in the usage folder

    Scenario: All usage files lie in the usage folder, also over a restart
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      And "ic1" restarts
      And 2 days of use pass
      Then the usage files of "ic1" lie in "i3/ic/work/usage" and nowhere else

    @scope:automated-upload
    Scenario: Usage files wait in the usage folder while the network is blocked
      Given no host can be reached
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      Then the usage files of "ic1" lie in "i3/ic/work/usage" and nowhere else

  @OV-2
  Rule: OV-2 Usage data is kept in encrypted files

    Scenario: Names of users and stations cannot be read in the files
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When "quillfeather.ambrose.7391, marguerite.vandersloot.5520" log in on "ic1"
      And a quiet day passes
      And "quillfeather.ambrose.7391" logs in on "ic1"
      And "ic1" restarts
      And "quillfeather.ambrose.7391, marguerite.vandersloot.5520" log in on "ic1"
      And 2 quiet days pass
      Then none of "quillfeather.ambrose.7391, marguerite.vandersloot.5520, station-of-quillfeather.ambrose.7391" can be read in the usage files of "ic1"

    @scope:automated-upload
    Scenario: Names cannot be read in what arrives in S3
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When "quillfeather.ambrose.7391, marguerite.vandersloot.5520" log in on "ic1"
      And 2 quiet days pass
      Then none of "quillfeather.ambrose.7391, station-of-marguerite.vandersloot.5520" can be read in what arrived

    @derived
    Scenario: Many logins of one user cannot be read either
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 40 users log in on "ic1" 6 times each
      And "theodora.brightwater.8814" logs in on "ic1"
      And 2 quiet days pass
      Then none of "theodora.brightwater.8814, station-of-theodora.brightwater.8814, agent-0007, agent-0039" can be read in the usage files of "ic1"

    @asked
    Scenario: What was collected can be read back, each login once
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When "quillfeather.ambrose.7391, marguerite.vandersloot.5520" log in on "ic1"
      And a quiet day passes
      And "quillfeather.ambrose.7391, Jürgen Größe, 李小龙" log in on "ic1"
      And 2 quiet days pass
      Then the usage files of "ic1" hold the logins of "quillfeather.ambrose.7391, marguerite.vandersloot.5520, Jürgen Größe, 李小龙"

    @asked @derived
    Scenario: Every login of a day can be read back, also where a user logs in often
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 25 users log in on "ic1" 7 times each
      And 2 quiet days pass
      Then the usage files of "ic1" hold the logins of "agent-0000, agent-0011, agent-0024"

    @asked @derived
    Scenario: Each server's files hold its own logins
      Given the IC server "ic2" in "America/Chicago" with host ID "77B0-93D2"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When "user-of-one" logs in on "ic1"
      And "user-of-two" logs in on "ic2"
      And 2 quiet days pass
      Then the usage files of "ic1" hold the logins of "user-of-one"
      And the usage files of "ic2" hold the logins of "user-of-two"

  @DS-3b
  Rule: DS-3b A restart makes additional usage files

    Scenario Outline: A restart at <moment> adds a file to that day's
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When a day of use passes
      And it is <moment> in "America/Chicago"
      And "somebody" logs in on "ic1"
      And "ic1" restarts
      And "somebody" logs in on "ic1"
      And it is 2020-06-04 12:00 in "America/Chicago"
      Then "ic1" gains at least 2 usage files from 2020-06-02 12:00 to 2020-06-03 12:00
      And "ic1" gains exactly 1 usage file from 2020-06-03 12:00 to 2020-06-04 12:00

      Examples:
        | moment              |
        | 2020-06-02 13:00    |
        | 2020-06-02 17:30    |
        | 2020-06-02 23:58:30 |
        | 2020-06-03 00:08    |
        | 2020-06-03 11:00    |

    @derived
    Scenario: Every restart adds a file
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When a day of use passes
      And it is 2020-06-02 14:00 in "America/Chicago"
      And "somebody" logs in on "ic1"
      And "ic1" restarts
      And it is 2020-06-02 16:00 in "America/Chicago"
      And "somebody" logs in on "ic1"
      And "ic1" restarts
      And it is 2020-06-02 18:00 in "America/Chicago"
      And "somebody" logs in on "ic1"
      And "ic1" restarts
      And "somebody" logs in on "ic1"
      And it is 2020-06-03 12:00 in "America/Chicago"
      Then "ic1" gains at least 4 usage files from 2020-06-02 12:00 to 2020-06-03 12:00

    @derived
    Scenario: Earlier files stay untouched when the server restarts
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      And a quiet day passes
      And "ic1" restarts
      And a day of use passes
      And "ic1" restarts
      And 3 days of use pass
      Then the usage files of "ic1" of 2020-06-03 12:00 stay as they are

    @derived
    Scenario: Another server's restart adds nothing here
      Given the IC server "ic2" in "America/Chicago" with host ID "77B0-93D2"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When a day of use passes
      And it is 2020-06-02 17:30 in "America/Chicago"
      And "ic2" restarts
      And it is 2020-06-03 12:00 in "America/Chicago"
      Then "ic1" gains exactly 1 usage file from 2020-06-02 12:00 to 2020-06-03 12:00
      And "ic2" gains at least 2 usage files from 2020-06-02 12:00 to 2020-06-03 12:00

  @DS-1
  Rule: DS-1 More logins make larger files

    Scenario: Many more logins make more bytes
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 users log in on "ic1" 1 times each
      And a quiet day passes
      And 40 users log in on "ic1" 50 times each
      And a quiet day passes
      Then the usage files of "ic1" from 2020-06-02 12:00 to 2020-06-03 12:00 are larger than those from 2020-06-01 12:00 to 2020-06-02 12:00

    Scenario: Many more logins of the same users make more bytes
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 20 users log in on "ic1" 1 times each
      And a quiet day passes
      And 20 users log in on "ic1" 100 times each
      And a quiet day passes
      Then the usage files of "ic1" from 2020-06-02 12:00 to 2020-06-03 12:00 are larger than those from 2020-06-01 12:00 to 2020-06-02 12:00

    @derived
    Scenario: More logins of the same users make no fewer bytes
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 5 users log in on "ic1" 1 times each
      And a quiet day passes
      And 5 users log in on "ic1" 2 times each
      And a quiet day passes
      Then the usage files of "ic1" from 2020-06-02 12:00 to 2020-06-03 12:00 are at least as large as those from 2020-06-01 12:00 to 2020-06-02 12:00

  @MU-7
  Rule: MU-7 With manual upload the customer deletes the files, nobody else

    Scenario: Files of manual upload stay, past the deadline
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 3 days of use pass
      And 65 quiet days pass
      Then the usage files of "ic1" of 2020-06-04 12:00 stay as they are

    @scope:portal
    Scenario: Files of manual upload stay after they were uploaded
      Given the portal user "carol" with access
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 3 days of use pass
      And a quiet day passes
      And "carol" uploads the usage files that "ic1" had at 2020-06-04 12:00
      And 4 quiet days pass
      Then the usage files of "ic1" of 2020-06-04 12:00 stay as they are
