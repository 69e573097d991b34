@observed @stated @binding
Feature: Region selection
  The kind of license decides to which S3 region and bucket usage goes: us-east-2 for
  traditional licensing, us-east-1 for virtual cloud licensing.

  Background:
    Given the clock reads 2020-06-01 12:00 in "America/Chicago"
    And the IC server "ic1" in "America/Chicago" with host ID "4C5A-11E0"

  @TL-6 @AU-3
  Rule: TL-6 With a traditional license usage goes to us-east-2

    Scenario Outline: A traditional license sends to us-east-2 with PureConnect <release>
      Given PureConnect <release>
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      Then every upload goes to "us-east-2" and is signed for it
      And usage files arrive in the bucket "pureconnectusage" and in no other

      Examples:
        | release          |
        | 2018 R2 Patch 2  |
        | 2018 R2 Patch 10 |
        | 2019 R4          |
        | 2020 R1          |
        | 2020 R2          |
        | 2021 R1          |

    Scenario: A traditional license sends to us-east-2 with the newest release
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      Then every upload goes to "us-east-2" and is signed for it
      And usage files arrive in the bucket "pureconnectusage" and in no other

    Scenario: Several traditional servers all send to us-east-2
      Given a PureConnect release with subscription billing
      And the IC server "ic2" in "Europe/Berlin" with host ID "77B0-93D2"
      And the IC server "ic3" in "Asia/Tokyo" with host ID "0E61-5F24"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      And "ic3" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      Then every upload goes to "us-east-2" and is signed for it
      And usage files arrive in the bucket "pureconnectusage" and in no other

    @derived
    Scenario: A restart does not change the region of a traditional license
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      And "ic1" restarts
      And 2 days of use pass
      Then every upload goes to "us-east-2" and is signed for it

    @reading:D13=every-server
    Scenario: A traditional media server sends to us-east-2
      Given a PureConnect release with subscription billing
      And the media server "ms1" of "ic1" in "America/Chicago" with host ID "5E5E-2002"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      Then every upload goes to "us-east-2" and is signed for it
      And usage files arrive in the bucket "pureconnectusage" and in no other

  @VC-6 @AU-4 @VC-2
  Rule: VC-6 With a virtual cloud license usage goes to us-east-1

    Background:
      Given the Genesys Cloud organization "acme"
      And a PureConnect release with virtual cloud licensing

    Scenario Outline: A virtual cloud license sends to us-east-1 with PureConnect <release>
      Given PureConnect <release>
      And PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      Then every upload goes to "us-east-1" and is signed for it
      And usage files arrive in the bucket "genesys-premise-billing" and in no other

      Examples:
        | release |
        | 2020 R2 |
        | 2021 R1 |

    Scenario: A virtual cloud license sends to us-east-1 with the newest release
      Given PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      Then every upload goes to "us-east-1" and is signed for it
      And usage files arrive in the bucket "genesys-premise-billing" and in no other

    Scenario: Several virtual cloud servers all send to us-east-1
      Given the IC server "ic2" in "Europe/Berlin" with host ID "77B0-93D2"
      And PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      Then every upload goes to "us-east-1" and is signed for it
      And usage files arrive in the bucket "genesys-premise-billing" and in no other

    @derived
    Scenario: A restart does not change the region of a virtual cloud license
      Given PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      And "ic1" restarts
      And 2 days of use pass
      Then every upload goes to "us-east-1" and is signed for it

    @reading:D13=every-server @scope:virtual-cloud @scope:media-server
    Scenario: A virtual cloud media server sends to us-east-1
      Given the media server "ms1" of "ic1" in "America/Chicago" with host ID "5E5E-2002"
      And PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      Then every upload goes to "us-east-1" and is signed for it
      And usage files arrive in the bucket "genesys-premise-billing" and in no other

  @TL-6 @VC-6 @derived @scope:automated-upload @scope:virtual-cloud
  Rule: TL-6 and VC-6 A change of license kind changes the region

    Background:
      Given the Genesys Cloud organization "acme"
      And a PureConnect release with virtual cloud licensing
      And PureConnect is connected to the organization "acme"

    Scenario: From traditional to virtual cloud
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 3 days of use pass
      And "ic1" is given a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And 5 days of use pass
      Then usage files arrive in the bucket "genesys-premise-billing" after 2020-06-06 12:00 in "America/Chicago"
      And every upload after 2020-06-06 12:00 in "America/Chicago" goes to "us-east-1" and is signed for it

    Scenario: From virtual cloud to traditional
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 3 days of use pass
      And "ic1" is given a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      And 5 days of use pass
      Then usage files arrive in the bucket "pureconnectusage" after 2020-06-06 12:00 in "America/Chicago"
      And every upload after 2020-06-06 12:00 in "America/Chicago" goes to "us-east-2" and is signed for it

    @asked
    Scenario Outline: Two IC servers of different kinds send to different buckets
      Given the IC server "ic2" in "America/Chicago" with host ID "77B0-93D2"
      And "ic1" has a license with the keys "<first>"
      And "ic2" has a license with the keys "<second>"
      When "user-of-one" logs in on "ic1"
      And "user-of-two" logs in on "ic2"
      And 3 quiet days pass
      Then what arrived in the bucket "<bucket of ic1>" holds the logins of "user-of-one"
      And what arrived in the bucket "<bucket of ic2>" holds the logins of "user-of-two"

      Examples:
        | first                            | second                           | bucket of ic1           | bucket of ic2           |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD | I3_FEATURE_USAGE_VIRTUAL_CLOUD   | pureconnectusage        | genesys-premise-billing |
        | I3_FEATURE_USAGE_VIRTUAL_CLOUD   | I3_FEATURE_USAGE_TRACKING_UPLOAD | genesys-premise-billing | pureconnectusage        |
