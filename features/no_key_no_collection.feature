@observed @stated @binding
Feature: No key, no collection
  A license that holds none of the three usage keys collects nothing, whatever else it holds.

  Background:
    Given the clock reads 2020-06-01 12:00 in "America/Chicago"
    And a PureConnect release with subscription billing
    And the IC server "ic1" in "America/Chicago" with host ID "4C5A-11E0"

  @LK-5
  Rule: LK-5 Without any of the usage keys nothing is collected

    Scenario Outline: Keys of other features collect nothing
      Given "ic1" has a license with the keys "<keys>"
      When 2 days of use pass
      Then no usage file is ever written on "ic1"
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then "ic1" has usage files

      Examples:
        | keys                                                   |
        | none                                                   |
        | I3_FEATURE_ACD                                         |
        | I3_ACCESS_CLIENT, I3_FEATURE_ACD, I3_SESSION_MEDIA_CALL |

    @derived
    Scenario Outline: A name that merely resembles a usage key counts as none
      Given "ic1" has a license with the keys "<keys>"
      When 2 days of use pass
      Then no usage file is ever written on "ic1"
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then "ic1" has usage files

      Examples:
        | keys                                                         |
        | I3_FEATURE_USAGE_TRACKING_LOCALE                             |
        | I3_FEATURE_USAGE_TRACKING_LOCAL_EXT                          |
        | MY_I3_FEATURE_USAGE_TRACKING_LOCAL                           |
        | FEATURE_USAGE_TRACKING_LOCAL                                 |
        | I3_FEATURE_USAGE_TRACKING_UPLOADS                            |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD_TOOL                        |
        | OLD_I3_FEATURE_USAGE_TRACKING_UPLOAD                         |
        | I3_FEATURE_TRACKING_UPLOAD                                   |
        | I3_FEATURE_USAGE_TRACKING_REMOTE                             |
        | I3_FEATURE_USAGE                                             |
        | I3_FEATURE_USAGE_TRACKING_LOCALE, I3_FEATURE_USAGE_REPORTING |

    @derived
    Scenario Outline: A name that merely resembles the virtual cloud key counts as none
      Given "ic1" has a license with the keys "<keys>"
      When 2 days of use pass
      Then no usage file is ever written on "ic1"
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then "ic1" has usage files

      Examples:
        | keys                                |
        | I3_FEATURE_USAGE_VIRTUAL_CLOUDS     |
        | I3_FEATURE_USAGE_VIRTUAL_CLOUD_TEST |
        | NO_I3_FEATURE_USAGE_VIRTUAL_CLOUD   |
        | I3_FEATURE_USAGE_VIRTUAL            |

    @scope:automated-upload
    Scenario: Without a usage key nothing is uploaded either
      Given "ic1" has a license with the keys "I3_FEATURE_ACD"
      When 3 days of use pass
      Then no usage file is ever written on "ic1"
      And nothing is uploaded
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      Then usage files arrive in S3

    @derived
    Scenario: Without any license nothing is collected
      When 2 days of use pass
      Then no usage file is ever written on "ic1"
      When all is repeated after loading a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL" on "ic1"
      Then "ic1" has usage files

    @derived
    Scenario: A damaged license holds no usage key
      Given "ic1" has a damaged license
      When 2 days of use pass
      Then no usage file is ever written on "ic1"
      When all is repeated with a good license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then "ic1" has usage files

    @derived
    Scenario: A restart brings no collection without a key
      Given "ic1" has a license with the keys "I3_FEATURE_ACD"
      When a day of use passes
      And "ic1" restarts
      And 2 days of use pass
      Then no usage file is ever written on "ic1"
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then "ic1" has usage files

    @derived
    Scenario: A key that is added is followed from the next day on
      Given "ic1" has a license with the keys "I3_FEATURE_ACD"
      When 2 days of use pass
      And "ic1" is given a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      And 3 days of use pass
      Then usage files are still written on "ic1" after 2020-06-04 12:00

    @derived @asked
    Scenario: What happened before there was a key is not collected later
      Given "ic1" has a license with the keys "I3_FEATURE_ACD"
      When "early-bird" logs in on "ic1"
      And 2 quiet days pass
      And "ic1" is given a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      And a quiet day passes
      And "late-riser" logs in on "ic1"
      And 2 quiet days pass
      Then the usage files of "ic1" hold the logins of "late-riser"
      And the usage files of "ic1" hold no login of "early-bird"
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then the usage files of "ic1" hold the logins of "early-bird"

    @derived
    Scenario Outline: A key that is removed is followed once a day has passed
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      And "ic1" is given a license with the keys "<keys>"
      And 4 days of use pass
      Then "ic1" gains at least 1 usage files from 2020-06-01 12:00 to 2020-06-03 12:00
      And no usage file is written on "ic1" after 2020-06-05 00:00
      When all is repeated with the licenses left alone
      Then usage files are still written on "ic1" after 2020-06-05 00:00

      Examples:
        | keys             |
        | none             |
        | I3_FEATURE_ACD   |

    @derived
    Scenario: A key that is removed stays removed over a restart
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      And "ic1" is given a license with the keys "I3_FEATURE_ACD"
      And a day of use passes
      And "ic1" restarts
      And 4 days of use pass
      Then no usage file is written on "ic1" after 2020-06-06 00:00
      When all is repeated with the licenses left alone
      Then usage files are still written on "ic1" after 2020-06-06 00:00

    @derived
    Scenario Outline: A key on one server is none on another
      Given the IC server "ic2" in "America/Chicago" with host ID "77B0-93D2"
      And "<licensed>" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      Then "<licensed>" has usage files
      And no usage file is ever written on "<other>"
      When all is repeated after loading a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL" on "<other>"
      Then "<other>" has usage files

      Examples:
        | licensed | other |
        | ic1      | ic2   |
        | ic2      | ic1   |

    @scope:automated-upload @derived @LK-1 @LK-4
    Scenario: From the upload key to the local key, uploads end once a day has passed
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 3 days of use pass
      And "ic1" is given a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      And 4 days of use pass
      Then nothing is uploaded after 2020-06-06 00:00 in "America/Chicago"
      And usage files are still written on "ic1" after 2020-06-06 00:00
      When all is repeated with the licenses left alone
      Then usage files arrive in the bucket "pureconnectusage" after 2020-06-06 00:00 in "America/Chicago"

    @scope:automated-upload @derived @LK-3
    Scenario: A license without a usage key ends automated uploads
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 3 days of use pass
      And "ic1" is given a license with the keys "I3_FEATURE_ACD"
      And 4 days of use pass
      Then nothing is uploaded after 2020-06-06 00:00 in "America/Chicago"
      And no usage file is written on "ic1" after 2020-06-06 00:00
      When all is repeated with the licenses left alone
      Then usage files arrive in the bucket "pureconnectusage" after 2020-06-06 00:00 in "America/Chicago"

    @scope:automated-upload @derived @LK-1 @LK-4
    Scenario: From the local key to the upload key, uploads begin
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 3 days of use pass
      And "ic1" is given a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      And 4 days of use pass
      Then usage files arrive in the bucket "pureconnectusage" after 2020-06-05 00:00 in "America/Chicago"
