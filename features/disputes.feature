@observed @derived @binding
Feature: Disputes about license keys
  Where the documentation disagrees with itself, an implementation declares its reading. What
  holds under every reading binds everybody. Disputes about other subjects are with those
  subjects.

  Background:
    Given the clock reads 2020-06-01 12:00 in "America/Chicago"
    And the IC server "ic1" in "America/Chicago" with host ID "4C5A-11E0"

  @TL-5 @LK-5 @scope:collection
  Rule: TL-5 D1 Other spellings of the traditional key

    Background:
      Given a PureConnect release with subscription billing

    @reading:D1=license-keys-only
    Scenario: The spelling of the requirements list is no usage key
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING"
      When 2 days of use pass
      Then no usage file is ever written on "ic1"
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then "ic1" has usage files

    @reading:D1=other-names-too @scope:automated-upload
    Scenario: The spelling of the requirements list means automated upload
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING"
      When 2 days of use pass
      Then usage files arrive in the bucket "pureconnectusage" and in no other

  @VC-5 @scope:virtual-cloud
  Rule: VC-5 D1 Other spellings of the virtual cloud key

    Background:
      Given a PureConnect release with virtual cloud licensing
      And the Genesys Cloud organization "acme"
      And PureConnect is connected to the organization "acme"

    @reading:D1=license-keys-only
    Scenario Outline: "<key>" is no virtual cloud key
      Given "ic1" has a license with the keys "<key>"
      When 2 days of use pass
      Then nothing is uploaded
      When all is repeated with the license keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      Then usage files arrive in the bucket "genesys-premise-billing"

      Examples:
        | key                      |
        | I3_FEATURE_VIRTUAL_Cloud |
        | I3_FEATURE_VIRTUAL_CLOUD |

    @reading:D1=other-names-too
    Scenario Outline: "<key>" means virtual cloud licensing
      Given "ic1" has a license with the keys "<key>"
      When 2 days of use pass
      Then usage files arrive in the bucket "genesys-premise-billing" and in no other

      Examples:
        | key                      |
        | I3_FEATURE_VIRTUAL_Cloud |
        | I3_FEATURE_VIRTUAL_CLOUD |

  @LK-4
  Rule: LK-4 D3 The local key together with the upload key

    Background:
      Given a PureConnect release with subscription billing

    @reading:D3=collected
    Scenario Outline: "<keys>" collects
      Given "ic1" has a license with the keys "<keys>"
      When 2 days of use pass
      Then "ic1" has usage files

      Examples:
        | keys                                                              |
        | I3_FEATURE_USAGE_TRACKING_LOCAL, I3_FEATURE_USAGE_TRACKING_UPLOAD |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_FEATURE_USAGE_TRACKING_LOCAL |

    @reading:D3=refused
    Scenario Outline: "<keys>" is refused, so that nothing is collected
      Given "ic1" has a license with the keys "<keys>"
      When 2 days of use pass
      Then no usage file is ever written on "ic1"
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then "ic1" has usage files

      Examples:
        | keys                                                              |
        | I3_FEATURE_USAGE_TRACKING_LOCAL, I3_FEATURE_USAGE_TRACKING_UPLOAD |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_FEATURE_USAGE_TRACKING_LOCAL |

  @LK-4 @VC-3 @scope:virtual-cloud
  Rule: VC-3 D3 The local key together with the virtual cloud key

    Background:
      Given a PureConnect release with virtual cloud licensing
      And the Genesys Cloud organization "acme"
      And PureConnect is connected to the organization "acme"

    @reading:D3=collected
    Scenario: The local and the virtual cloud key together collect
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD, I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      Then "ic1" has usage files

    @reading:D3=refused
    Scenario: The local and the virtual cloud key together are refused
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD, I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      Then no usage file is ever written on "ic1"
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then "ic1" has usage files

  @LK-1 @LK-2 @scope:automated-upload @scope:virtual-cloud
  Rule: LK-2 D4 The two upload keys together

    Background:
      Given a PureConnect release with virtual cloud licensing
      And the Genesys Cloud organization "acme"
      And PureConnect is connected to the organization "acme"

    Scenario Outline: "<keys>" never bring a file into both buckets
      Given "ic1" has a license with the keys "<keys>"
      When 3 days of use pass
      Then no file arrives in both buckets
      When all is repeated with the license keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      Then usage files arrive in the bucket "genesys-premise-billing"

      Examples:
        | keys                                                             |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_FEATURE_USAGE_VIRTUAL_CLOUD |
        | I3_FEATURE_USAGE_VIRTUAL_CLOUD, I3_FEATURE_USAGE_TRACKING_UPLOAD |

    @reading:D4=refused
    Scenario Outline: "<keys>" are refused, so that nothing is uploaded
      Given "ic1" has a license with the keys "<keys>"
      When 3 days of use pass
      Then nothing is uploaded
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      Then usage files arrive in the bucket "pureconnectusage"

      Examples:
        | keys                                                             |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_FEATURE_USAGE_VIRTUAL_CLOUD |
        | I3_FEATURE_USAGE_VIRTUAL_CLOUD, I3_FEATURE_USAGE_TRACKING_UPLOAD |

    @reading:D4=virtual
    Scenario Outline: "<keys>" are a virtual cloud license
      Given "ic1" has a license with the keys "<keys>"
      When 3 days of use pass
      Then usage files arrive in the bucket "genesys-premise-billing" and in no other

      Examples:
        | keys                                                             |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_FEATURE_USAGE_VIRTUAL_CLOUD |
        | I3_FEATURE_USAGE_VIRTUAL_CLOUD, I3_FEATURE_USAGE_TRACKING_UPLOAD |

    @reading:D4=traditional
    Scenario Outline: "<keys>" are a traditional license
      Given "ic1" has a license with the keys "<keys>"
      When 3 days of use pass
      Then usage files arrive in the bucket "pureconnectusage" and in no other

      Examples:
        | keys                                                             |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_FEATURE_USAGE_VIRTUAL_CLOUD |
        | I3_FEATURE_USAGE_VIRTUAL_CLOUD, I3_FEATURE_USAGE_TRACKING_UPLOAD |

  @LK-4 @scope:collection
  Rule: LK-4 D16 The local key and the network

    Background:
      Given a PureConnect release with subscription billing

    Scenario: With the local key files are collected where the network is open
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      Then "ic1" has usage files

    @reading:D16=without-network
    Scenario: With the local key files are collected without any network
      Given no host can be reached
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      Then "ic1" has usage files

  @LK-5 @scope:collection
  Rule: LK-5 D18 A license that changes during the day

    Background:
      Given a PureConnect release with subscription billing

    Scenario: From the next day on the new license rules
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      And "ic1" is given a license with the keys "I3_FEATURE_ACD"
      And 4 days of use pass
      Then no usage file is written on "ic1" after 2020-06-05 00:00
      When all is repeated with the licenses left alone
      Then usage files are still written on "ic1" after 2020-06-05 00:00
