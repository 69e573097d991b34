@observed @stated @binding
Feature: Virtual cloud license
  A virtual cloud license is tied to no machine. It needs an organization that exists in
  Genesys Cloud and a connection to it.

  Background:
    Given the clock reads 2020-06-01 12:00 in "America/Chicago"
    And a PureConnect release with virtual cloud licensing
    And the IC server "ic1" in "America/Chicago" with host ID "4C5A-11E0"

  @VC-1b
  Rule: VC-1b A virtual cloud license is not tied to a machine

    Background:
      Given the Genesys Cloud organization "acme"
      And PureConnect is connected to the organization "acme"

    Scenario: A license without a host ID works
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" and no host ID
      When 2 days of use pass
      Then usage files arrive in the bucket "genesys-premise-billing"

    Scenario Outline: The same license works on a machine with host ID "<host ID>"
      Given the IC server "ic2" in "America/Chicago" with host ID "<host ID>"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" and no host ID
      When 2 days of use pass
      Then usage files arrive in the bucket "genesys-premise-billing"

      Examples:
        | host ID   |
        | 4C5A-11E1 |
        | 77B0-93D2 |

    @asked
    Scenario: One license works on several machines at once
      Given the IC server "ic2" in "America/Chicago" with host ID "77B0-93D2"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" and no host ID
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" and no host ID
      When "user-of-one" logs in on "ic1"
      And "user-of-two" logs in on "ic2"
      And 2 quiet days pass
      Then what arrived in the bucket "genesys-premise-billing" holds the logins of "user-of-one, user-of-two"

    @derived
    Scenario: The license goes on working after a restart
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" and no host ID
      When 2 days of use pass
      And "ic1" restarts
      And 3 days of use pass
      Then usage files arrive in the bucket "genesys-premise-billing" after 2020-06-04 12:00 in "America/Chicago"

  @VC-7 @OV-7
  Rule: VC-7 Virtual cloud licensing needs an organization

    Scenario: Without an organization nothing is uploaded
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" for the organization "acme"
      When 3 days of use pass
      Then nothing is uploaded
      When all is repeated with the existing organization "acme" and a connection to it
      Then usage files arrive in the bucket "genesys-premise-billing"

    Scenario Outline: With an organization that does not exist nothing is uploaded
      Given the Genesys Cloud organization "other"
      And PureConnect is connected to the organization "<name>"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" for the organization "<name>"
      When 3 days of use pass
      Then nothing is uploaded
      When all is repeated with the existing organization "<name>"
      Then usage files arrive in the bucket "genesys-premise-billing"

      Examples:
        | name    |
        | acme    |
        | othe    |
        | others  |

  @VC-8 @OV-7
  Rule: VC-8 Virtual cloud licensing needs the connection

    Background:
      Given the Genesys Cloud organization "acme"

    Scenario: Without the connection nothing is uploaded
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 3 days of use pass
      Then nothing is uploaded
      When all is repeated with a connection to "acme"
      Then usage files arrive in the bucket "genesys-premise-billing"

    Scenario: With the connection files arrive
      Given PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      Then usage files arrive in the bucket "genesys-premise-billing"

    @derived
    Scenario: While the connection is cut nothing is uploaded
      Given PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 3 days of use pass
      And the connection to Genesys Cloud is cut
      And 3 days of use pass
      Then nothing is uploaded after 2020-06-04 12:00 in "America/Chicago"
      When all is repeated with the connection left alone
      Then usage files arrive in the bucket "genesys-premise-billing" after 2020-06-04 12:00 in "America/Chicago"

    @derived
    Scenario: While the connection is cut no server uploads anything
      Given the IC server "ic2" in "America/Chicago" with host ID "77B0-93D2"
      And PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 3 days of use pass
      And the connection to Genesys Cloud is cut
      And 3 days of use pass
      Then nothing is uploaded after 2020-06-04 12:00 in "America/Chicago"
      When all is repeated with the connection left alone
      Then usage files arrive in the bucket "genesys-premise-billing" after 2020-06-04 12:00 in "America/Chicago"

    @derived
    Scenario: A restart does not replace the connection
      Given PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 3 days of use pass
      And the connection to Genesys Cloud is cut
      And "ic1" restarts
      And 3 days of use pass
      Then nothing is uploaded after 2020-06-04 12:00 in "America/Chicago"
      When all is repeated with the connection left alone
      Then usage files arrive in the bucket "genesys-premise-billing" after 2020-06-04 12:00 in "America/Chicago"

    @derived
    Scenario: Once the connection is back later files arrive again
      Given PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      And the connection to Genesys Cloud is cut
      And 2 days of use pass
      And PureConnect is connected to the organization "acme"
      And 3 days of use pass
      Then usage files arrive in the bucket "genesys-premise-billing" after 2020-06-06 12:00 in "America/Chicago"

    @derived
    Scenario: A connection made after the license was loaded serves as well
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      And PureConnect is connected to the organization "acme"
      And 4 days of use pass
      Then usage files arrive in the bucket "genesys-premise-billing" after 2020-06-04 12:00 in "America/Chicago"

    @derived @TL-5 @scope:automated-upload @scope:virtual-cloud
    Scenario: A traditional license needs no connection to Genesys Cloud
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      Then usage files arrive in the bucket "pureconnectusage"
