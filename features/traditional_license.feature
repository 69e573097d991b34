@observed @derived @binding @TL-1
Feature: Traditional license
  A traditional license names the host ID of one server and is good for that machine alone.

  Background:
    Given the clock reads 2020-06-01 12:00 in "America/Chicago"
    And a PureConnect release with subscription billing
    And the IC server "ic1" in "America/Chicago" with host ID "4C5A-11E0"

  Rule: TL-1 A traditional license belongs to one machine

    @stated
    Scenario: A license works on the machine that it names
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL" for the host ID "4C5A-11E0"
      When 2 days of use pass
      Then "ic1" has usage files

    @stated
    Scenario Outline: A license for host ID "<host ID>" is of no use on another machine
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL" for the host ID "<host ID>"
      When 2 days of use pass
      Then no usage file is ever written on "ic1"
      When all is repeated with a license for the host ID "4C5A-11E0"
      Then "ic1" has usage files

      Examples:
        | host ID    |
        | 4C5A-11E1  |
        | 77B0-93D2  |
        | 4C5A-11E   |
        | 4C5A-11E00 |
        | 4C5A       |
        | 11E0       |
        | X4C5A-11E0 |
        | *          |

    Scenario: A license without a host ID is of no use
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL" and no host ID
      When 2 days of use pass
      Then no usage file is ever written on "ic1"
      When all is repeated with a license for the host ID "4C5A-11E0"
      Then "ic1" has usage files

    @stated
    Scenario: A license does not follow the server to another machine
      Given the IC server "ic2" in "America/Chicago" with host ID "77B0-93D2"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL" for the host ID "4C5A-11E0"
      When 2 days of use pass
      Then no usage file is ever written on "ic2"
      When all is repeated with "ic2" on a machine with the host ID "4C5A-11E0"
      Then "ic2" has usage files

    Scenario: One license on two machines works on the one that it names
      Given the IC server "ic2" in "America/Chicago" with host ID "77B0-93D2"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL" for the host ID "4C5A-11E0"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL" for the host ID "4C5A-11E0"
      When 2 days of use pass
      Then "ic1" has usage files
      And no usage file is ever written on "ic2"
      When all is repeated with a license for the host ID "77B0-93D2"
      Then "ic2" has usage files

    Scenario: A restart does not make a foreign license good
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL" for the host ID "77B0-93D2"
      When a day of use passes
      And "ic1" restarts
      And 2 days of use pass
      Then no usage file is ever written on "ic1"
      When all is repeated with a license for the host ID "4C5A-11E0"
      Then "ic1" has usage files

    @scope:automated-upload
    Scenario Outline: A foreign license with the upload key uploads nothing
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD" for the host ID "<host ID>"
      When 2 days of use pass
      Then no usage file is ever written on "ic1"
      And nothing is uploaded
      When all is repeated with a license for the host ID "4C5A-11E0"
      Then usage files arrive in S3

      Examples:
        | host ID   |
        | 77B0-93D2 |
        | 4C5A-11E1 |
