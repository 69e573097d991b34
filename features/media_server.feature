@observed @stated @binding @VC-9
Feature: Media server and IC server
  A media server may use virtual cloud licensing only where its IC server does. Whatever the
  media server sends under a virtual cloud license would go to Genesys Cloud, so that is
  where the scenarios look; the IC server alone sends there once it is virtual itself.

  Background:
    Given the clock reads 2020-06-01 12:00 in "America/Chicago"
    And a PureConnect release with virtual cloud licensing
    And the Genesys Cloud organization "acme"
    And PureConnect is connected to the organization "acme"
    And the IC server "ic1" in "America/Chicago" with host ID "4C5A-11E0"
    And the media server "ms1" of "ic1" in "America/Chicago" with host ID "5E5E-2002"

  Rule: VC-9 A virtual cloud media server needs a virtual cloud IC server

    Scenario Outline: Under an IC server with the keys "<keys>" a virtual cloud media server uploads nothing
      Given "ic1" has a license with the keys "<keys>"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 3 days of use pass
      Then nothing is uploaded to the bucket "genesys-premise-billing"
      When all is repeated with the license keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" on "ic1"
      Then usage files arrive in the bucket "genesys-premise-billing"

      Examples:
        | keys                             |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD |
        | I3_FEATURE_USAGE_TRACKING_LOCAL  |
        | I3_FEATURE_ACD                   |
        | none                             |

    Scenario: Under an IC server without a license a virtual cloud media server uploads nothing
      Given "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 3 days of use pass
      Then nothing is uploaded to the bucket "genesys-premise-billing"
      When all is repeated after loading a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" on "ic1"
      Then usage files arrive in the bucket "genesys-premise-billing"

    @derived
    Scenario Outline: The order of loading does not matter under an IC server with the keys "<keys>"
      Given "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And "ic1" has a license with the keys "<keys>"
      When 3 days of use pass
      Then nothing is uploaded to the bucket "genesys-premise-billing"
      When all is repeated with the license keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" on "ic1"
      Then usage files arrive in the bucket "genesys-premise-billing"

      Examples:
        | keys                             |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD |
        | I3_FEATURE_USAGE_TRACKING_LOCAL  |
        | I3_FEATURE_ACD                   |

    @asked @reading:D13=every-server
    Scenario: Under a virtual cloud IC server a virtual cloud media server works
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When "user-of-media" logs in on "ms1"
      And 2 quiet days pass
      Then what arrived in the bucket "genesys-premise-billing" holds the logins of "user-of-media"

    @asked @reading:D13=every-server
    Scenario Outline: A virtual cloud media server is idle under an IC server with the keys "<keys>"
      Given "ic1" has a license with the keys "<keys>"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When "user-of-media" logs in on "ms1"
      And 3 quiet days pass
      Then what arrived holds no login of "user-of-media"
      When all is repeated with the license keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" on "ic1"
      Then what arrived holds the logins of "user-of-media"

      Examples:
        | keys                             |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD |
        | I3_FEATURE_USAGE_TRACKING_LOCAL  |
        | I3_FEATURE_ACD                   |

    @derived
    Scenario: Several virtual cloud media servers all need it
      Given the media server "ms2" of "ic1" in "America/Chicago" with host ID "5E5E-3003"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And "ms2" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 3 days of use pass
      Then nothing is uploaded to the bucket "genesys-premise-billing"
      When all is repeated with the license keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" on "ic1"
      Then usage files arrive in the bucket "genesys-premise-billing"

    @asked @derived @reading:D13=every-server
    Scenario: Several media servers all work under a virtual cloud IC server
      Given the media server "ms2" of "ic1" in "America/Chicago" with host ID "5E5E-3003"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And "ms2" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When "user-of-first" logs in on "ms1"
      And "user-of-second" logs in on "ms2"
      And 2 quiet days pass
      Then what arrived in the bucket "genesys-premise-billing" holds the logins of "user-of-first, user-of-second"

    @derived @asked @reading:D13=every-server
    Scenario: Another IC server's kind does not count
      Given the IC server "ic2" in "America/Chicago" with host ID "77B0-93D2"
      And "ic2" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When "user-of-media" logs in on "ms1"
      And 3 quiet days pass
      Then what arrived holds no login of "user-of-media"
      When all is repeated with the license keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" on "ic1"
      Then what arrived holds the logins of "user-of-media"

    @derived
    Scenario: The rule holds over a restart of the media server
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      And "ms1" restarts
      And 2 days of use pass
      Then nothing is uploaded to the bucket "genesys-premise-billing"
      When all is repeated with the license keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" on "ic1"
      Then usage files arrive in the bucket "genesys-premise-billing"

    @derived
    Scenario: The rule holds over a restart of both servers
      Given "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      And "ic1" restarts
      And "ms1" restarts
      And 2 days of use pass
      Then nothing is uploaded to the bucket "genesys-premise-billing"
      When all is repeated with the license keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" on "ic1"
      Then usage files arrive in the bucket "genesys-premise-billing"

    @derived
    Scenario Outline: When the IC server gets the keys "<keys>" later, the media server's virtual cloud uploads end
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 3 days of use pass
      And "ic1" is given a license with the keys "<keys>"
      And 5 days of use pass
      Then nothing is uploaded to the bucket "genesys-premise-billing" after 2020-06-06 12:00 in "America/Chicago"
      When all is repeated with the licenses left alone
      Then usage files arrive in the bucket "genesys-premise-billing" after 2020-06-06 12:00 in "America/Chicago"

      Examples:
        | keys                             |
        | I3_FEATURE_USAGE_TRACKING_UPLOAD |
        | I3_FEATURE_USAGE_TRACKING_LOCAL  |
        | I3_FEATURE_ACD                   |

    @derived
    Scenario: They end for good when the media server restarts in between
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 3 days of use pass
      And "ic1" is given a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      And 2 days of use pass
      And "ms1" restarts
      And 3 days of use pass
      Then nothing is uploaded to the bucket "genesys-premise-billing" after 2020-06-06 12:00 in "America/Chicago"
      When all is repeated with the licenses left alone
      Then usage files arrive in the bucket "genesys-premise-billing" after 2020-06-06 12:00 in "America/Chicago"

    @derived @asked @reading:D13=every-server
    Scenario: A media server's license that is loaded once the IC server is virtual works
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When a quiet day passes
      And "ic1" is given a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And a quiet day passes
      And "ms1" is given a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And a quiet day passes
      And "user-of-media" logs in on "ms1"
      And 2 quiet days pass
      Then what arrived in the bucket "genesys-premise-billing" holds the logins of "user-of-media"

  @derived
  Rule: VC-9 The IC server itself is free

    Scenario: A virtual cloud IC server needs nothing of its media server
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      Then usage files arrive in the bucket "genesys-premise-billing"

  @asked @derived
  Rule: VC-9 A media server's license that comes before its IC server's

    @reading:D10=inert @reading:D13=every-server
    Scenario: A resting license awakes when the IC server becomes virtual
      Given "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When a quiet day passes
      And "ic1" is given a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And a quiet day passes
      And "user-of-media" logs in on "ms1"
      And 2 quiet days pass
      Then what arrived in the bucket "genesys-premise-billing" holds the logins of "user-of-media"

    @reading:D10=refused @reading:D13=every-server
    Scenario: A refused license has to be loaded again
      Given "ms1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When a quiet day passes
      And "ic1" is given a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And a quiet day passes
      And "user-of-media" logs in on "ms1"
      And 2 quiet days pass
      Then what arrived holds no login of "user-of-media"
      When all is repeated after loading a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD" on "ic1"
      Then what arrived holds the logins of "user-of-media"

  @asked @derived
  Rule: VC-9 A traditional media server under a virtual cloud IC server

    @reading:D9=allowed @reading:D13=every-server @scope:media-server @scope:automated-upload
    Scenario: A traditional media server works under a virtual cloud IC server
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When "user-of-media" logs in on "ms1"
      And 2 quiet days pass
      Then what arrived in the bucket "pureconnectusage" holds the logins of "user-of-media"

    @reading:D9=refused @reading:D13=every-server @scope:media-server @scope:automated-upload
    Scenario: A traditional media server does not work under a virtual cloud IC server
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When "user-of-media" logs in on "ms1"
      And 3 quiet days pass
      Then what arrived holds no login of "user-of-media"
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_UPLOAD" on "ic1"
      Then what arrived holds the logins of "user-of-media"

  @DS-3a @scope:media-server
  Rule: DS-3a Whether media servers write usage files of their own

    @reading:D13=every-server
    Scenario: A media server has one file of its own each day
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 3 days of use pass
      Then "ms1" gains exactly 1 usage file from 2020-06-02 12:00 to 2020-06-03 12:00
      And "ms1" gains exactly 1 usage file from 2020-06-03 12:00 to 2020-06-04 12:00

    @reading:D13=ic-servers
    Scenario: A media server has no file of its own
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      And "ms1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      When 2 days of use pass
      Then no usage file is ever written on "ms1"
      When all is repeated with "ms1" as an IC server
      Then "ms1" has usage files
