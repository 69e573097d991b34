@observed @stated @binding
Feature: License keys
  Three keys decide whether usage is collected and how it is uploaded:
  I3_FEATURE_USAGE_TRACKING_UPLOAD (traditional, automated), I3_FEATURE_USAGE_VIRTUAL_CLOUD
  (virtual cloud, automated) and I3_FEATURE_USAGE_TRACKING_LOCAL (manual).

  Background:
    Given the clock reads 2020-06-01 12:00 in "America/Chicago"
    And the IC server "ic1" in "America/Chicago" with host ID "4C5A-11E0"

  @LK-1 @TL-5 @scope:automated-upload
  Rule: LK-1 The upload key makes uploads automatic, in the traditional way

    Scenario: With the upload key files arrive in the traditional bucket
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      Then usage files arrive in the bucket "pureconnectusage" and in no other

    Scenario Outline: The upload key works among keys of other features
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "<keys>"
      When 2 days of use pass
      Then usage files arrive in the bucket "pureconnectusage" and in no other

      Examples:
        | keys                                                                    |
        | I3_FEATURE_ACD, I3_FEATURE_USAGE_TRACKING_UPLOAD                        |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_ACCESS_CLIENT                      |
        | I3_FEATURE_ACD, I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_SESSION_MEDIA_CALL |

  @LK-2 @VC-5
  Rule: LK-2 The virtual cloud key makes uploads automatic, in the virtual cloud way

    Background:
      Given a PureConnect release with virtual cloud licensing
      And the Genesys Cloud organization "acme"
      And PureConnect is connected to the organization "acme"

    Scenario: With the virtual cloud key files arrive in the bucket of Genesys Cloud
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      Then usage files arrive in the bucket "genesys-premise-billing" and in no other

    Scenario: The virtual cloud key works among keys of other features
      Given "ic1" has a license with the keys "I3_FEATURE_ACD, I3_FEATURE_USAGE_VIRTUAL_CLOUD, I3_ACCESS_CLIENT"
      When 2 days of use pass
      Then usage files arrive in the bucket "genesys-premise-billing" and in no other

  @LK-3 @scope:automated-upload
  Rule: LK-3 Without one of the two upload keys nothing is uploaded automatically

    Scenario Outline: Other keys upload nothing
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "<keys>"
      When 3 days of use pass
      Then nothing is uploaded
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      Then usage files arrive in S3

      Examples:
        | keys                                            |
        | none                                            |
        | I3_FEATURE_ACD                                  |
        | I3_FEATURE_USAGE_TRACKING_LOCAL                 |
        | I3_FEATURE_USAGE_TRACKING_LOCAL, I3_FEATURE_ACD |

  @LK-4
  Rule: LK-4 The local key stands for manual upload and prevents the automated one

    Scenario: With the local key files are collected
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      Then "ic1" has usage files

    Scenario: With the local key the files that are collected stay at home
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      And "ic1" restarts
      And 2 days of use pass
      Then usage files are on "ic1" and no upload of them was tried

    @scope:automated-upload
    Scenario: With the local key files are collected and stay at home, for weeks
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      And 25 quiet days pass
      Then "ic1" has usage files
      And nothing is uploaded
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      Then usage files arrive in S3

    @scope:automated-upload @derived @asked
    Scenario: A server under the local key sends nothing though its neighbour uploads
      Given a PureConnect release with subscription billing
      And the IC server "ic2" in "America/Chicago" with host ID "77B0-93D2"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When "user-of-one" logs in on "ic1"
      And 2 quiet days pass
      Then what arrived holds no login of "user-of-one"
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_UPLOAD" on "ic1"
      Then what arrived holds the logins of "user-of-one"

    @scope:automated-upload
    Scenario: A restart does not loosen the local key
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When a day of use passes
      And "ic1" restarts
      And 2 days of use pass
      Then nothing is uploaded
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      Then usage files arrive in S3

    @scope:automated-upload @LK-3
    Scenario Outline: The local key prevails over the upload key, in either order
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "<keys>"
      When 3 days of use pass
      Then nothing is uploaded
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      Then usage files arrive in S3

      Examples:
        | keys                                                              |
        | I3_FEATURE_USAGE_TRACKING_LOCAL, I3_FEATURE_USAGE_TRACKING_UPLOAD |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_FEATURE_USAGE_TRACKING_LOCAL |

    @scope:virtual-cloud @VC-3
    Scenario Outline: The local key prevails over the virtual cloud key too
      Given a PureConnect release with virtual cloud licensing
      And the Genesys Cloud organization "acme"
      And PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "<keys>"
      When 3 days of use pass
      Then nothing is uploaded
      When all is repeated with the license keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      Then usage files arrive in S3

      Examples:
        | keys                                                                                              |
        | I3_FEATURE_USAGE_TRACKING_LOCAL, I3_FEATURE_USAGE_VIRTUAL_CLOUD                                   |
        | I3_FEATURE_USAGE_VIRTUAL_CLOUD, I3_FEATURE_USAGE_TRACKING_LOCAL                                   |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_FEATURE_USAGE_TRACKING_LOCAL, I3_FEATURE_USAGE_VIRTUAL_CLOUD |

    @derived
    Scenario: Two servers, each under its own key
      Given a PureConnect release with subscription billing
      And the IC server "ic2" in "America/Chicago" with host ID "77B0-93D2"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      And "ic2" has a license with the keys "I3_FEATURE_ACD"
      When 2 days of use pass
      Then "ic1" has usage files
      And no usage file is ever written on "ic2"
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_LOCAL" on "ic2"
      Then "ic2" has usage files
