@observed @stated @binding
Feature: Releases
  Subscription billing came with 2018 R2 Patch 2 and virtual cloud licensing with 2020 R2.
  Releases sort by year, R number and patch number, each as a number.

  Background:
    Given the clock reads 2020-06-01 12:00 in "America/Chicago"
    And the IC server "ic1" in "America/Chicago" with host ID "4C5A-11E0"

  @OV-1
  Rule: OV-1 Subscription billing exists from 2018 R2 Patch 2 on

    Scenario Outline: PureConnect <release> has subscription billing
      Given PureConnect <release>
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      Then "ic1" has usage files

      Examples:
        | release          |
        | 2018 R2 Patch 2  |
        | 2018 R2 Patch 3  |
        | 2018 R2 Patch 10 |
        | 2018 R3          |
        | 2018 R10         |
        | 2019 R1          |
        | 2019 R4          |
        | 2020 R1          |
        | 2020 R2          |
        | 2021 R1          |

    @derived
    Scenario Outline: PureConnect <release> has no subscription billing yet
      Given PureConnect <release>
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      Then no usage file is ever written on "ic1"
      When all is repeated with a newer PureConnect
      Then "ic1" has usage files

      Examples:
        | release          |
        | 2018 R2 Patch 1  |
        | 2018 R2          |
        | 2018 R1 Patch 10 |
        | 2018 R1          |
        | 2017 R4 Patch 3  |

    Scenario: The newest release has subscription billing
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      Then "ic1" has usage files

    @derived @scope:automated-upload
    Scenario Outline: PureConnect <release> uploads nothing yet
      Given PureConnect <release>
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      Then nothing is uploaded
      And no usage file is ever written on "ic1"
      When all is repeated with a newer PureConnect
      Then usage files arrive in S3

      Examples:
        | release         |
        | 2018 R2 Patch 1 |
        | 2018 R1         |

  @OV-6 @VC-1
  Rule: OV-6 Virtual cloud licensing exists from 2020 R2 on

    Background:
      Given the Genesys Cloud organization "acme"

    Scenario Outline: PureConnect <release> has virtual cloud licensing
      Given PureConnect <release>
      And PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      Then usage files arrive in the bucket "genesys-premise-billing"

      Examples:
        | release         |
        | 2020 R2         |
        | 2020 R2 Patch 1 |
        | 2020 R3         |
        | 2020 R10        |
        | 2021 R1         |

    @derived
    Scenario Outline: PureConnect <release> has no virtual cloud licensing yet
      Given PureConnect <release>
      And PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      Then nothing is uploaded
      When all is repeated with a newer PureConnect
      Then usage files arrive in the bucket "genesys-premise-billing"

      Examples:
        | release          |
        | 2020 R1          |
        | 2020 R1 Patch 10 |
        | 2019 R4          |
        | 2018 R10         |
        | 2018 R2 Patch 10 |

    Scenario: The newest release has virtual cloud licensing
      Given a PureConnect release with virtual cloud licensing
      And PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      Then usage files arrive in the bucket "genesys-premise-billing"
