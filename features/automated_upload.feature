@observed @derived @binding @AU-1
Feature: Automated upload
  With an upload key every usage file goes to S3 by itself: whole, in time, once.

  Background:
    Given the clock reads 2020-06-01 12:00 in "America/Chicago"
    And a PureConnect release with subscription billing
    And the IC server "ic1" in "America/Chicago" with host ID "4C5A-11E0"

  @scope:automated-upload
  Rule: AU-1 Files are uploaded daily, automatically

    @stated
    Scenario: Files arrive without anybody's help
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      Then usage files arrive in the bucket "pureconnectusage"

    @stated
    Scenario: Files go on arriving, on later days too
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 3 days of use pass
      And 3 quiet days pass
      And 28 days of use pass
      Then usage files arrive in the bucket "pureconnectusage" after 2020-06-04 12:00 in "America/Chicago"
      And usage files arrive in the bucket "pureconnectusage" after 2020-06-06 12:00 in "America/Chicago"
      And usage files arrive in the bucket "pureconnectusage" after 2020-07-03 12:00 in "America/Chicago"
      And each usage file of "ic1" arrives byte for byte within a day of its last change
      And all that arrived is still in S3

    @OV-3
    Scenario: Each file arrives as it is, within a day of being closed
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      And 2 quiet days pass
      And 2 days of use pass
      Then each usage file of "ic1" arrives byte for byte within a day of its last change

    @OV-3
    Scenario: Files of a day with restarts arrive too
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When a day of use passes
      And it is 2020-06-02 15:30 in "America/Chicago"
      And "somebody" logs in on "ic1"
      And "ic1" restarts
      And "somebody" logs in on "ic1"
      And it is 2020-06-02 18:30 in "America/Chicago"
      And "ic1" restarts
      And 4 days of use pass
      Then each usage file of "ic1" arrives byte for byte within a day of its last change
      And each usage file arrives under one object key
      And no file that arrived is written on afterwards

    Scenario: No file arrives under two object keys
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 5 days of use pass
      And "ic1" restarts
      And 2 days of use pass
      Then each usage file arrives under one object key

    Scenario: Several servers each send their own files
      Given the IC server "ic2" in "America/Chicago" with host ID "77B0-93D2"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 3 days of use pass
      Then each usage file of "ic1" arrives byte for byte within a day of its last change
      And each usage file of "ic2" arrives byte for byte within a day of its last change
      And each usage file arrives under one object key

    @asked
    Scenario: What arrives holds every login once
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When "ada" logs in on "ic1"
      And a quiet day passes
      And "ada, grace" log in on "ic1"
      And "ic1" restarts
      And "grace" logs in on "ic1"
      And a quiet day passes
      And "hedy" logs in on "ic1"
      And 2 quiet days pass
      Then what arrived holds the logins of "ada, grace, hedy"

    @asked
    Scenario: What arrives holds the logins of all servers
      Given the IC server "ic2" in "America/Chicago" with host ID "77B0-93D2"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When "user-of-one" logs in on "ic1"
      And "user-of-two" logs in on "ic2"
      And 2 quiet days pass
      Then what arrived holds the logins of "user-of-one, user-of-two"

  @AU-2 @stated @scope:automated-upload
  Rule: AU-2 Files are sent on port 443

    Scenario: Every upload is secured and uses port 443
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      Then every upload uses https on port 443

    Scenario: Files arrive where only port 443 is open
      Given only port 443 is open
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      Then usage files arrive in the bucket "pureconnectusage"
      And every upload uses https on port 443

  @AU-2 @stated @scope:virtual-cloud
  Rule: AU-2 Files of virtual cloud licensing are sent on port 443 too

    Scenario: Every upload to Genesys Cloud is secured and uses port 443
      Given a PureConnect release with virtual cloud licensing
      And the Genesys Cloud organization "acme"
      And PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      Then every upload uses https on port 443

  @scope:virtual-cloud @OV-8 @VC-3
  Rule: VC-3 Virtual cloud licensing goes with automated upload

    @stated
    Scenario: Under a virtual cloud license files arrive without anybody's help
      Given a PureConnect release with virtual cloud licensing
      And the Genesys Cloud organization "acme"
      And PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 3 days of use pass
      Then each usage file of "ic1" arrives byte for byte within a day of its last change
      And each usage file arrives under one object key

    @asked
    Scenario: What arrives at Genesys Cloud holds every login once
      Given a PureConnect release with virtual cloud licensing
      And the Genesys Cloud organization "acme"
      And PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When "ada" logs in on "ic1"
      And a quiet day passes
      And "ada, grace" log in on "ic1"
      And 2 quiet days pass
      Then what arrived holds the logins of "ada, grace"

  @OV-4 @stated @asked @scope:billing-view @scope:automated-upload
  Rule: OV-4 What was uploaded is visible as billing data

    Scenario: Billing lists what arrived in S3, and nothing else
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 3 days of use pass
      Then billing lists exactly what arrived in S3 in the period of 2020-06-03

    @scope:virtual-cloud @scope:billing-view
    Scenario: Billing lists what arrived at Genesys Cloud, and nothing else
      Given a PureConnect release with virtual cloud licensing
      And the Genesys Cloud organization "acme"
      And PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 3 days of use pass
      Then billing lists exactly what arrived in S3 in the period of 2020-06-03

    @derived
    Scenario: Billing lists nothing that did not arrive
      Given no host can be reached
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      Then billing lists no file in the period of 2020-06-03
      When all is repeated with every host reachable
      Then billing lists exactly what arrived in S3 in the period of 2020-06-03

  @scope:automated-upload
  Rule: AU-1 What becomes of a file after its upload

    Scenario: No file leaves the disk before its upload is acknowledged
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 5 days of use pass
      Then no usage file leaves the disk before its upload is acknowledged

    Scenario: While no upload is acknowledged, files stay
      Given no host can be reached
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 3 days of use pass
      And 3 quiet days pass
      Then the usage files of "ic1" of 2020-06-03 12:00 stay as they are

    @reading:D6=kept
    Scenario: Uploaded files stay on disk
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 3 days of use pass
      And 4 quiet days pass
      Then usage files arrive in S3
      And the usage files of "ic1" of 2020-06-03 12:00 stay as they are

    @reading:D6=kept
    Scenario: Nothing arrives but closed usage files, which stay on disk
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      And "ic1" restarts
      And 3 days of use pass
      Then all that arrived is closed usage files, byte for byte

    @reading:D6=deleted
    Scenario: Uploaded files are deleted
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      And 3 quiet days pass
      Then usage files leave the disk once they have arrived
