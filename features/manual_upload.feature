@asked @stated @binding @scope:portal
Feature: Manual upload
  Where nothing is uploaded automatically, somebody with access hands in the usage files at
  the portal.

  Background:
    Given the clock reads 2020-06-01 12:00 in "America/Chicago"
    And a PureConnect release with subscription billing
    And the IC server "ic1" in "America/Chicago" with host ID "4C5A-11E0"
    And the portal in "America/Chicago" and its uploader in "America/Chicago"
    And the portal user "carol" with access
    And the portal user "mallory" without access
    And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"

  @MU-1 @OV-3
  Rule: MU-1 Usage files can be uploaded by hand

    Scenario: Many files are accepted at once
      When 4 days of use pass
      And "carol" uploads the usage files that "ic1" had at 2020-06-04 12:00
      Then the portal accepts every file

    @scope:billing-view @OV-4
    Scenario: What was uploaded is what billing has
      When 4 days of use pass
      And "carol" uploads the usage files that "ic1" had at 2020-06-04 12:00
      Then the portal accepts every file
      And billing has what was uploaded, byte for byte, in the period of 2020-06-03

    @scope:billing-view @OV-4
    Scenario: One file alone is accepted too
      When 4 days of use pass
      And "carol" uploads the usage files that "ic1" had at 2020-06-04 12:00, the oldest only
      Then the portal accepts every file
      And billing has what was uploaded, byte for byte, in the period of 2020-06-03

    @scope:billing-view @derived
    Scenario: Files that are handed in twice are with billing once
      When 4 days of use pass
      And "carol" uploads the usage files that "ic1" had at 2020-06-04 12:00
      And "carol" uploads the usage files that "ic1" had at 2020-06-04 12:00
      Then billing lists each file once in the period of 2020-06-03

  @MU-2
  Rule: MU-2 Manual upload is for those who have access

    Scenario: Without access no file is accepted
      When 4 days of use pass
      And "mallory" uploads the usage files that "ic1" had at 2020-06-04 12:00
      Then the portal accepts no file
      When all is repeated by the portal user "carol"
      Then the portal accepts every file

    @scope:billing-view
    Scenario: What somebody without access hands in does not reach billing
      When 4 days of use pass
      And "mallory" uploads the usage files that "ic1" had at 2020-06-04 12:00
      Then billing has nothing of what was uploaded in the period of 2020-06-03
      When all is repeated by the portal user "carol"
      Then billing has what was uploaded, byte for byte, in the period of 2020-06-03

    @derived
    Scenario: Somebody whom the portal does not know has no access
      When 4 days of use pass
      And "stranger" uploads the usage files that "ic1" had at 2020-06-04 12:00
      Then the portal accepts no file
      When all is repeated by the portal user "carol"
      Then the portal accepts every file
