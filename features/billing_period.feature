@asked @stated @binding @scope:billing-view @MU-4
Feature: Billing period
  A billing period runs from the 28th of one month through the 27th of the next, whatever the
  lengths of the months. The 29th of February belongs to the period that began the day before.

  Background:
    Given a PureConnect release with subscription billing
    And the IC server "ic1" in "UTC" with host ID "4C5A-11E0"
    And the portal in "UTC" and its uploader in "UTC"

  Rule: MU-4 A billing period runs from the 28th through the 27th

    Scenario Outline: <day> belongs to the period from <first day> through <last day>
      Given the clock reads <day> 12:00 in "UTC"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then <day> belongs to the billing period from <first day> through <last day>

      Examples:
        | day        | first day  | last day   |
        | 2021-01-27 | 2020-12-28 | 2021-01-27 |
        | 2021-01-28 | 2021-01-28 | 2021-02-27 |
        | 2021-02-27 | 2021-01-28 | 2021-02-27 |
        | 2021-02-28 | 2021-02-28 | 2021-03-27 |
        | 2021-03-27 | 2021-02-28 | 2021-03-27 |
        | 2021-03-28 | 2021-03-28 | 2021-04-27 |
        | 2021-04-27 | 2021-03-28 | 2021-04-27 |
        | 2021-04-28 | 2021-04-28 | 2021-05-27 |
        | 2021-05-27 | 2021-04-28 | 2021-05-27 |
        | 2021-05-28 | 2021-05-28 | 2021-06-27 |
        | 2021-06-27 | 2021-05-28 | 2021-06-27 |
        | 2021-06-28 | 2021-06-28 | 2021-07-27 |
        | 2021-07-27 | 2021-06-28 | 2021-07-27 |
        | 2021-07-28 | 2021-07-28 | 2021-08-27 |
        | 2021-08-27 | 2021-07-28 | 2021-08-27 |
        | 2021-08-28 | 2021-08-28 | 2021-09-27 |
        | 2021-09-27 | 2021-08-28 | 2021-09-27 |
        | 2021-09-28 | 2021-09-28 | 2021-10-27 |
        | 2021-10-27 | 2021-09-28 | 2021-10-27 |
        | 2021-10-28 | 2021-10-28 | 2021-11-27 |
        | 2021-11-27 | 2021-10-28 | 2021-11-27 |
        | 2021-11-28 | 2021-11-28 | 2021-12-27 |
        | 2021-12-27 | 2021-11-28 | 2021-12-27 |
        | 2021-12-28 | 2021-12-28 | 2022-01-27 |
        | 2020-02-27 | 2020-01-28 | 2020-02-27 |
        | 2020-02-28 | 2020-02-28 | 2020-03-27 |
        | 2020-02-29 | 2020-02-28 | 2020-03-27 |
        | 2020-03-01 | 2020-02-28 | 2020-03-27 |
        | 2020-03-27 | 2020-02-28 | 2020-03-27 |
        | 2020-03-28 | 2020-03-28 | 2020-04-27 |
        | 2021-03-01 | 2021-02-28 | 2021-03-27 |
        | 2021-01-01 | 2020-12-28 | 2021-01-27 |
        | 2020-12-31 | 2020-12-28 | 2021-01-27 |
        | 2021-06-01 | 2021-05-28 | 2021-06-27 |
        | 2021-05-31 | 2021-05-28 | 2021-06-27 |
        | 2021-05-29 | 2021-05-28 | 2021-06-27 |
        | 2021-05-15 | 2021-04-28 | 2021-05-27 |
        | 2024-02-29 | 2024-02-28 | 2024-03-27 |

    @derived
    Scenario Outline: At <moment> the day <day> belongs to the period from <first day> through <last day>
      Given the clock reads <moment> in "UTC"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then <day> belongs to the billing period from <first day> through <last day>

      Examples:
        | moment              | day        | first day  | last day   |
        | 2020-05-27 23:59:59 | 2020-05-27 | 2020-04-28 | 2020-05-27 |
        | 2020-05-28 00:00:00 | 2020-05-28 | 2020-05-28 | 2020-06-27 |
        | 2020-12-27 23:59:59 | 2020-12-27 | 2020-11-28 | 2020-12-27 |
        | 2020-12-28 00:00:00 | 2020-12-28 | 2020-12-28 | 2021-01-27 |
        | 2020-02-29 23:59:59 | 2020-02-29 | 2020-02-28 | 2020-03-27 |
        | 2021-02-27 23:59:59 | 2021-02-27 | 2021-01-28 | 2021-02-27 |
        | 2021-02-28 00:00:00 | 2021-02-28 | 2021-02-28 | 2021-03-27 |

    @derived
    Scenario Outline: A look back or ahead from 2020-06-10 finds <day> in the period from <first day> through <last day>
      Given the clock reads 2020-06-10 12:00 in "UTC"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then <day> belongs to the billing period from <first day> through <last day>

      Examples:
        | day        | first day  | last day   |
        | 2020-05-20 | 2020-04-28 | 2020-05-27 |
        | 2020-02-29 | 2020-02-28 | 2020-03-27 |
        | 2019-12-31 | 2019-12-28 | 2020-01-27 |
        | 2020-07-01 | 2020-06-28 | 2020-07-27 |
