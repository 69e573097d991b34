@asked @stated @binding @scope:portal @scope:billing-view @MU-3 @MU-5
Feature: Billing deadline
  With manual upload all files of a billing period have to be at the portal before the 4th of
  the month that follows it. What counts is the standing of the period when the day is over.
  Files of the 26th serve wherever the reading must not matter: they are closed within their
  period, whatever a file's period is held to depend on (D17).

  Background:
    Given a PureConnect release with subscription billing
    And the portal user "carol" with access

  Rule: MU-3 Files have to be there before the 4th of the month

    Background:
      Given the IC server "ic1" in "UTC" with host ID "4C5A-11E0"
      And the portal in "UTC" and its uploader in "UTC"

    Scenario Outline: In time at <moment> for the period of <day>
      Given the clock reads <start> in "UTC"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is <moment> in "UTC"
      And "carol" uploads the usage files that "ic1" had at <taken>
      And it is <later> in "UTC"
      Then the standing of the period of <day> is "met"

      Examples:
        | start            | taken            | moment              | later            | day        |
        | 2020-05-26 12:00 | 2020-05-28 12:00 | 2020-06-03 23:59:59 | 2020-06-05 12:00 | 2020-05-26 |
        | 2021-02-26 12:00 | 2021-02-28 12:00 | 2021-03-03 23:59:59 | 2021-03-05 12:00 | 2021-02-26 |
        | 2020-02-26 12:00 | 2020-02-28 12:00 | 2020-03-03 23:59:59 | 2020-03-05 12:00 | 2020-02-26 |
        | 2020-12-26 12:00 | 2020-12-28 12:00 | 2021-01-03 23:59:59 | 2021-01-05 12:00 | 2020-12-26 |
        | 2020-01-26 12:00 | 2020-01-28 12:00 | 2020-02-03 23:59:59 | 2020-02-05 12:00 | 2020-01-26 |
        | 2020-03-26 12:00 | 2020-03-28 12:00 | 2020-04-03 23:59:59 | 2020-04-05 12:00 | 2020-03-26 |
        | 2020-06-26 12:00 | 2020-06-28 12:00 | 2020-07-03 23:59:59 | 2020-07-05 12:00 | 2020-06-26 |
        | 2020-08-26 12:00 | 2020-08-28 12:00 | 2020-09-03 23:59:59 | 2020-09-05 12:00 | 2020-08-26 |
        | 2020-09-26 12:00 | 2020-09-28 12:00 | 2020-10-03 23:59:59 | 2020-10-05 12:00 | 2020-09-26 |
        | 2020-10-26 12:00 | 2020-10-28 12:00 | 2020-11-03 23:59:59 | 2020-11-05 12:00 | 2020-10-26 |

    @derived
    Scenario Outline: Well in time at <moment>
      Given the clock reads 2020-05-26 12:00 in "UTC"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is <moment> in "UTC"
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "met"

      Examples:
        | moment           |
        | 2020-05-30 18:00 |
        | 2020-06-01 00:00 |
        | 2020-06-03 00:00 |

    Scenario Outline: Late at <moment> for the period of <day>
      Given the clock reads <start> in "UTC"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is <moment> in "UTC"
      And "carol" uploads the usage files that "ic1" had at <taken>
      And it is <later> in "UTC"
      Then the standing of the period of <day> is "missed"

      Examples:
        | start            | taken            | moment              | later            | day        |
        | 2020-05-26 12:00 | 2020-05-28 12:00 | 2020-06-05 00:00:00 | 2020-06-05 12:00 | 2020-05-26 |
        | 2021-02-26 12:00 | 2021-02-28 12:00 | 2021-03-05 00:00:00 | 2021-03-05 12:00 | 2021-02-26 |
        | 2020-02-26 12:00 | 2020-02-28 12:00 | 2020-03-05 00:00:00 | 2020-03-05 12:00 | 2020-02-26 |
        | 2020-12-26 12:00 | 2020-12-28 12:00 | 2021-01-05 00:00:00 | 2021-01-05 12:00 | 2020-12-26 |

    Scenario: Without any upload the deadline is missed
      Given the clock reads 2020-05-26 12:00 in "UTC"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "missed"

    @derived
    Scenario Outline: At <moment> the deadline is not missed yet
      Given the clock reads 2020-05-26 12:00 in "UTC"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is <moment> in "UTC"
      Then the standing of the period of 2020-05-26 is "pending"

      Examples:
        | moment              |
        | 2020-05-30 18:00    |
        | 2020-06-03 23:59:59 |

    @derived
    Scenario: The next period has a deadline of its own
      Given the clock reads 2020-05-26 12:00 in "UTC"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "missed"
      And the standing of the period of 2020-06-01 is "pending"

  @reading:D2=before
  Rule: MU-3 Before the 4th: the 3rd is the last day

    Background:
      Given the IC server "ic1" in "UTC" with host ID "4C5A-11E0"
      And the portal in "UTC" and its uploader in "UTC"

    Scenario Outline: The 4th is late at <moment>
      Given the clock reads <start> in "UTC"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is <moment> in "UTC"
      And "carol" uploads the usage files that "ic1" had at <taken>
      And it is <later> in "UTC"
      Then the standing of the period of <day> is "missed"

      Examples:
        | start            | taken            | moment              | later            | day        |
        | 2020-05-26 12:00 | 2020-05-28 12:00 | 2020-06-04 00:00:00 | 2020-06-05 12:00 | 2020-05-26 |
        | 2020-05-26 12:00 | 2020-05-28 12:00 | 2020-06-04 23:59:59 | 2020-06-05 12:00 | 2020-05-26 |
        | 2021-02-26 12:00 | 2021-02-28 12:00 | 2021-03-04 00:00:00 | 2021-03-05 12:00 | 2021-02-26 |
        | 2021-02-26 12:00 | 2021-02-28 12:00 | 2021-03-04 23:59:59 | 2021-03-05 12:00 | 2021-02-26 |
        | 2020-02-26 12:00 | 2020-02-28 12:00 | 2020-03-04 00:00:00 | 2020-03-05 12:00 | 2020-02-26 |
        | 2020-02-26 12:00 | 2020-02-28 12:00 | 2020-03-04 23:59:59 | 2020-03-05 12:00 | 2020-02-26 |
        | 2020-12-26 12:00 | 2020-12-28 12:00 | 2021-01-04 00:00:00 | 2021-01-05 12:00 | 2020-12-26 |
        | 2020-12-26 12:00 | 2020-12-28 12:00 | 2021-01-04 23:59:59 | 2021-01-05 12:00 | 2020-12-26 |
        | 2020-04-26 12:00 | 2020-04-28 12:00 | 2020-05-04 00:00:00 | 2020-05-05 12:00 | 2020-04-26 |
        | 2020-04-26 12:00 | 2020-04-28 12:00 | 2020-05-04 23:59:59 | 2020-05-05 12:00 | 2020-04-26 |
        | 2020-09-26 12:00 | 2020-09-28 12:00 | 2020-10-04 00:00:00 | 2020-10-05 12:00 | 2020-09-26 |
        | 2020-09-26 12:00 | 2020-09-28 12:00 | 2020-10-04 23:59:59 | 2020-10-05 12:00 | 2020-09-26 |
        | 2020-11-26 12:00 | 2020-11-28 12:00 | 2020-12-04 00:00:00 | 2020-12-05 12:00 | 2020-11-26 |
        | 2020-11-26 12:00 | 2020-11-28 12:00 | 2020-12-04 23:59:59 | 2020-12-05 12:00 | 2020-11-26 |

    Scenario Outline: The 3rd is the last day in time for the period of <day>
      Given the clock reads <day> 12:00 in "UTC"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then the last day in time for the period of <day> is <deadline>

      Examples:
        | day        | deadline   |
        | 2020-05-26 | 2020-06-03 |
        | 2020-05-28 | 2020-07-03 |
        | 2020-12-26 | 2021-01-03 |
        | 2020-12-28 | 2021-02-03 |
        | 2021-02-26 | 2021-03-03 |
        | 2020-02-29 | 2020-04-03 |

  @reading:D2=through
  Rule: MU-3 By the 4th: the 4th is the last day

    Background:
      Given the IC server "ic1" in "UTC" with host ID "4C5A-11E0"
      And the portal in "UTC" and its uploader in "UTC"

    Scenario Outline: The 4th is in time at <moment>
      Given the clock reads <start> in "UTC"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is <moment> in "UTC"
      And "carol" uploads the usage files that "ic1" had at <taken>
      And it is <later> in "UTC"
      Then the standing of the period of <day> is "met"

      Examples:
        | start            | taken            | moment              | later            | day        |
        | 2020-05-26 12:00 | 2020-05-28 12:00 | 2020-06-04 00:00:00 | 2020-06-05 12:00 | 2020-05-26 |
        | 2020-05-26 12:00 | 2020-05-28 12:00 | 2020-06-04 23:59:59 | 2020-06-05 12:00 | 2020-05-26 |
        | 2021-02-26 12:00 | 2021-02-28 12:00 | 2021-03-04 00:00:00 | 2021-03-05 12:00 | 2021-02-26 |
        | 2021-02-26 12:00 | 2021-02-28 12:00 | 2021-03-04 23:59:59 | 2021-03-05 12:00 | 2021-02-26 |
        | 2020-02-26 12:00 | 2020-02-28 12:00 | 2020-03-04 00:00:00 | 2020-03-05 12:00 | 2020-02-26 |
        | 2020-02-26 12:00 | 2020-02-28 12:00 | 2020-03-04 23:59:59 | 2020-03-05 12:00 | 2020-02-26 |
        | 2020-12-26 12:00 | 2020-12-28 12:00 | 2021-01-04 00:00:00 | 2021-01-05 12:00 | 2020-12-26 |
        | 2020-12-26 12:00 | 2020-12-28 12:00 | 2021-01-04 23:59:59 | 2021-01-05 12:00 | 2020-12-26 |

    Scenario Outline: The 4th is the last day in time for the period of <day>
      Given the clock reads <day> 12:00 in "UTC"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then the last day in time for the period of <day> is <deadline>

      Examples:
        | day        | deadline   |
        | 2020-05-26 | 2020-06-04 |
        | 2020-12-28 | 2021-02-04 |

  @derived
  Rule: MU-3 Which clock the deadline follows

    @reading:D2=before @reading:D5b=portal
    Scenario Outline: Under before and portal, 2020-06-03 ends in "America/New_York": "<standing>" at <moment>
      Given the clock reads 2020-05-26 12:00 in "UTC"
      And the IC server "ic1" in "UTC" with host ID "4C5A-11E0"
      And the portal in "America/New_York" and its uploader in "Asia/Tokyo"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is <moment> in "America/New_York"
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "<standing>"

      Examples:
        | moment              | standing |
        | 2020-06-03 23:59:59 | met      |
        | 2020-06-04 00:00:00 | missed   |

    @reading:D2=before @reading:D5b=utc
    Scenario Outline: Under before and utc, 2020-06-03 ends in "UTC": "<standing>" at <moment>
      Given the clock reads 2020-05-26 12:00 in "UTC"
      And the IC server "ic1" in "UTC" with host ID "4C5A-11E0"
      And the portal in "America/New_York" and its uploader in "Asia/Tokyo"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is <moment> in "UTC"
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "<standing>"

      Examples:
        | moment              | standing |
        | 2020-06-03 23:59:59 | met      |
        | 2020-06-04 00:00:00 | missed   |

    @reading:D2=before @reading:D5b=uploader
    Scenario Outline: Under before and uploader, 2020-06-03 ends in "Asia/Tokyo": "<standing>" at <moment>
      Given the clock reads 2020-05-26 12:00 in "UTC"
      And the IC server "ic1" in "UTC" with host ID "4C5A-11E0"
      And the portal in "America/New_York" and its uploader in "Asia/Tokyo"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is <moment> in "Asia/Tokyo"
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "<standing>"

      Examples:
        | moment              | standing |
        | 2020-06-03 23:59:59 | met      |
        | 2020-06-04 00:00:00 | missed   |

    @reading:D2=through @reading:D5b=portal
    Scenario Outline: Under through and portal, 2020-06-04 ends in "America/New_York": "<standing>" at <moment>
      Given the clock reads 2020-05-26 12:00 in "UTC"
      And the IC server "ic1" in "UTC" with host ID "4C5A-11E0"
      And the portal in "America/New_York" and its uploader in "Asia/Tokyo"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is <moment> in "America/New_York"
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "<standing>"

      Examples:
        | moment              | standing |
        | 2020-06-04 23:59:59 | met      |
        | 2020-06-05 00:00:00 | missed   |

    @reading:D2=through @reading:D5b=utc
    Scenario Outline: Under through and utc, 2020-06-04 ends in "UTC": "<standing>" at <moment>
      Given the clock reads 2020-05-26 12:00 in "UTC"
      And the IC server "ic1" in "UTC" with host ID "4C5A-11E0"
      And the portal in "America/New_York" and its uploader in "Asia/Tokyo"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is <moment> in "UTC"
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "<standing>"

      Examples:
        | moment              | standing |
        | 2020-06-04 23:59:59 | met      |
        | 2020-06-05 00:00:00 | missed   |

    @reading:D2=through @reading:D5b=uploader
    Scenario Outline: Under through and uploader, 2020-06-04 ends in "Asia/Tokyo": "<standing>" at <moment>
      Given the clock reads 2020-05-26 12:00 in "UTC"
      And the IC server "ic1" in "UTC" with host ID "4C5A-11E0"
      And the portal in "America/New_York" and its uploader in "Asia/Tokyo"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is <moment> in "Asia/Tokyo"
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "<standing>"

      Examples:
        | moment              | standing |
        | 2020-06-04 23:59:59 | met      |
        | 2020-06-05 00:00:00 | missed   |

    Scenario Outline: Whatever the clock, <moment> UTC is "<standing>"
      Given the clock reads 2020-05-26 12:00 in "UTC"
      And the IC server "ic1" in "UTC" with host ID "4C5A-11E0"
      And the portal in "America/New_York" and its uploader in "Asia/Tokyo"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 4 days of use pass
      And it is <moment> in "UTC"
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "<standing>"

      Examples:
        | moment              | standing |
        | 2020-06-03 14:59:59 | met      |
        | 2020-06-05 04:00:00 | missed   |

  Rule: MU-5 All files of the period have to be there

    Background:
      Given the clock reads 2020-05-25 12:00 in "UTC"
      And the IC server "ic1" in "UTC" with host ID "4C5A-11E0"
      And the IC server "ic2" in "UTC" with host ID "77B0-93D2"
      And the portal in "UTC" and its uploader in "UTC"

    Scenario: One missing file misses the deadline
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 5 days of use pass
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00 but the oldest
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "missed"
      When all is repeated with all files
      Then the standing of the period of 2020-05-26 is "met"

    Scenario: One late file misses the deadline
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 5 days of use pass
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00 but the oldest
      And it is 2020-06-05 00:00 in "UTC"
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00, the oldest only
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "missed"
      When all is repeated with all files
      Then the standing of the period of 2020-05-26 is "met"

    @derived
    Scenario: Files that come one after the other meet the deadline together
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 5 days of use pass
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00, the oldest only
      And it is 2020-06-03 23:59:59 in "UTC"
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00 but the oldest
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "met"

    @derived
    Scenario: Half of each file is no file
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 5 days of use pass
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00, each cut in half
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "missed"
      When all is repeated with whole files
      Then the standing of the period of 2020-05-26 is "met"

    @derived
    Scenario: Files of every server have to be there
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 5 days of use pass
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "missed"

    @derived
    Scenario: Files of every server meet the deadline together
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 5 days of use pass
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00
      And "carol" uploads the usage files that "ic2" had at 2020-05-28 12:00
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "met"

    @derived
    Scenario: What somebody without access hands in does not count
      Given the portal user "mallory" without access
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 5 days of use pass
      And "mallory" uploads the usage files that "ic1" had at 2020-05-28 12:00
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "missed"
      When all is repeated by the portal user "carol"
      Then the standing of the period of 2020-05-26 is "met"

  @derived
  Rule: MU-5 To which period a file at the boundary belongs

    Background:
      Given the clock reads 2020-05-26 12:00 in "UTC"
      And the IC server "ic1" in "UTC" with host ID "4C5A-11E0"
      And the portal in "UTC" and its uploader in "UTC"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"

    @reading:D17=day-covered
    Scenario: The file of the 27th belongs to the period that ends with it
      When 4 days of use pass
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00, the oldest only
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "missed"

    @reading:D17=moment-closed
    Scenario: The file of the 27th belongs to the period in which it was closed
      When 4 days of use pass
      And "carol" uploads the usage files that "ic1" had at 2020-05-28 12:00, the oldest only
      And it is 2020-06-05 12:00 in "UTC"
      Then the standing of the period of 2020-05-26 is "met"
