@stated @binding @asked @scope:access-verification
Feature: Access verification with a traditional license
  A site verifies that it reaches the upload service. Success is a document tree at both
  bucket hosts; after a time-out four additional hosts help to find the cause. Outcomes are
  the implementation's word; which hosts were tried is what the network saw.

  Background:
    Given the clock reads 2020-06-01 12:00 in "America/Chicago"
    And the IC server "ic1" in "America/Chicago" with host ID "4C5A-11E0"

  @VA-3 @VA-1 @VA-2
  Rule: VA-3 With a traditional license the bucket hosts of pureconnectusage have to answer

    Background:
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"

    Scenario: Both bucket hosts are tried with a traditional license, and both answering is success
      When access is verified on "ic1"
      Then access is "verified"
      And "pureconnectusage.s3.amazonaws.com" is tried
      And "pureconnectusage.s3-us-east-2.amazonaws.com" is tried
      And every verification request uses https on port 443

    @VA-4
    Scenario Outline: With a traditional license one bucket host with "<failure>" is enough for no success at "<host>"
      Given requests to "<host>" meet "<failure>"
      When access is verified on "ic1"
      Then access is not verified
      When all is repeated with every host reachable
      Then access is "verified"

      Examples:
        | host                                        | failure         |
        | pureconnectusage.s3.amazonaws.com           | time-out        |
        | pureconnectusage.s3.amazonaws.com           | refused         |
        | pureconnectusage.s3.amazonaws.com           | dns-failure     |
        | pureconnectusage.s3.amazonaws.com           | reset           |
        | pureconnectusage.s3.amazonaws.com           | bad-certificate |
        | pureconnectusage.s3.amazonaws.com           | captive-portal  |
        | pureconnectusage.s3.amazonaws.com           | HTTP 403        |
        | pureconnectusage.s3.amazonaws.com           | HTTP 404        |
        | pureconnectusage.s3.amazonaws.com           | HTTP 500        |
        | pureconnectusage.s3.amazonaws.com           | HTTP 503        |
        | pureconnectusage.s3-us-east-2.amazonaws.com | time-out        |
        | pureconnectusage.s3-us-east-2.amazonaws.com | refused         |
        | pureconnectusage.s3-us-east-2.amazonaws.com | dns-failure     |
        | pureconnectusage.s3-us-east-2.amazonaws.com | reset           |
        | pureconnectusage.s3-us-east-2.amazonaws.com | bad-certificate |
        | pureconnectusage.s3-us-east-2.amazonaws.com | captive-portal  |
        | pureconnectusage.s3-us-east-2.amazonaws.com | HTTP 403        |
        | pureconnectusage.s3-us-east-2.amazonaws.com | HTTP 404        |
        | pureconnectusage.s3-us-east-2.amazonaws.com | HTTP 500        |
        | pureconnectusage.s3-us-east-2.amazonaws.com | HTTP 503        |

    @VA-4
    Scenario Outline: With a traditional license there is no success when both bucket hosts meet "<failure>"
      Given requests to "pureconnectusage.s3.amazonaws.com" meet "<failure>"
      And requests to "pureconnectusage.s3-us-east-2.amazonaws.com" meet "<failure>"
      When access is verified on "ic1"
      Then access is not verified
      When all is repeated with every host reachable
      Then access is "verified"

      Examples:
        | failure         |
        | time-out        |
        | refused         |
        | dns-failure     |
        | reset           |
        | bad-certificate |
        | captive-portal  |
        | HTTP 403        |
        | HTTP 404        |
        | HTTP 500        |
        | HTTP 503        |

  @VA-5
  Rule: VA-5 With a traditional license additional hosts are tried after a time-out

    Background:
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"

    @observed
    Scenario: All four additional hosts are tried when both bucket hosts time out with a traditional license
      Given requests to "pureconnectusage.s3.amazonaws.com" meet "time-out"
      And requests to "pureconnectusage.s3-us-east-2.amazonaws.com" meet "time-out"
      When access is verified on "ic1"
      Then "s3.us-east-2.amazonaws.com" is tried
      And "s3-us-east-2.amazonaws.com" is tried
      And "s3.dualstack.us-east-2.amazonaws.com" is tried
      And "s3.amazonaws.com" is tried
      And every verification request uses https on port 443

    @observed
    Scenario Outline: With a traditional license "<host>" is left alone after success
      When access is verified on "ic1"
      Then "<host>" is left alone
      When all is repeated with "time-out" at "*.amazonaws.com"
      Then "<host>" is tried

      Examples:
        | host                                 |
        | s3.us-east-2.amazonaws.com           |
        | s3-us-east-2.amazonaws.com           |
        | s3.dualstack.us-east-2.amazonaws.com |
        | s3.amazonaws.com                     |

    @observed
    Scenario Outline: With a traditional license all are tried though "<host>" meets "<failure>"
      Given requests to "pureconnectusage.s3.amazonaws.com" meet "time-out"
      And requests to "pureconnectusage.s3-us-east-2.amazonaws.com" meet "time-out"
      And requests to "<host>" meet "<failure>"
      When access is verified on "ic1"
      Then "s3.us-east-2.amazonaws.com" is tried
      And "s3-us-east-2.amazonaws.com" is tried
      And "s3.dualstack.us-east-2.amazonaws.com" is tried
      And "s3.amazonaws.com" is tried

      Examples:
        | host                                 | failure         |
        | s3.us-east-2.amazonaws.com           | time-out        |
        | s3.us-east-2.amazonaws.com           | refused         |
        | s3.us-east-2.amazonaws.com           | dns-failure     |
        | s3.us-east-2.amazonaws.com           | reset           |
        | s3.us-east-2.amazonaws.com           | bad-certificate |
        | s3.us-east-2.amazonaws.com           | captive-portal  |
        | s3.us-east-2.amazonaws.com           | HTTP 403        |
        | s3.us-east-2.amazonaws.com           | HTTP 404        |
        | s3.us-east-2.amazonaws.com           | HTTP 500        |
        | s3.us-east-2.amazonaws.com           | HTTP 503        |
        | s3-us-east-2.amazonaws.com           | time-out        |
        | s3-us-east-2.amazonaws.com           | refused         |
        | s3-us-east-2.amazonaws.com           | dns-failure     |
        | s3-us-east-2.amazonaws.com           | reset           |
        | s3-us-east-2.amazonaws.com           | bad-certificate |
        | s3-us-east-2.amazonaws.com           | captive-portal  |
        | s3-us-east-2.amazonaws.com           | HTTP 403        |
        | s3-us-east-2.amazonaws.com           | HTTP 404        |
        | s3-us-east-2.amazonaws.com           | HTTP 500        |
        | s3-us-east-2.amazonaws.com           | HTTP 503        |
        | s3.dualstack.us-east-2.amazonaws.com | time-out        |
        | s3.dualstack.us-east-2.amazonaws.com | refused         |
        | s3.dualstack.us-east-2.amazonaws.com | dns-failure     |
        | s3.dualstack.us-east-2.amazonaws.com | reset           |
        | s3.dualstack.us-east-2.amazonaws.com | bad-certificate |
        | s3.dualstack.us-east-2.amazonaws.com | captive-portal  |
        | s3.dualstack.us-east-2.amazonaws.com | HTTP 403        |
        | s3.dualstack.us-east-2.amazonaws.com | HTTP 404        |
        | s3.dualstack.us-east-2.amazonaws.com | HTTP 500        |
        | s3.dualstack.us-east-2.amazonaws.com | HTTP 503        |
        | s3.amazonaws.com                     | time-out        |
        | s3.amazonaws.com                     | refused         |
        | s3.amazonaws.com                     | dns-failure     |
        | s3.amazonaws.com                     | reset           |
        | s3.amazonaws.com                     | bad-certificate |
        | s3.amazonaws.com                     | captive-portal  |
        | s3.amazonaws.com                     | HTTP 403        |
        | s3.amazonaws.com                     | HTTP 404        |
        | s3.amazonaws.com                     | HTTP 500        |
        | s3.amazonaws.com                     | HTTP 503        |

    @derived
    Scenario: Additional hosts that answer are no success with a traditional license
      Given requests to "pureconnectusage.s3.amazonaws.com" meet "time-out"
      And requests to "pureconnectusage.s3-us-east-2.amazonaws.com" meet "time-out"
      When access is verified on "ic1"
      Then access is not verified
      When all is repeated with every host reachable
      Then access is "verified"

    @derived @reading:D15=not-verified
    Scenario: With a traditional license, additional hosts alone leave access not verified
      Given requests to "pureconnectusage.s3.amazonaws.com" meet "time-out"
      And requests to "pureconnectusage.s3-us-east-2.amazonaws.com" meet "time-out"
      When access is verified on "ic1"
      Then access is "not-verified"

    @derived @reading:D15=partly
    Scenario: With a traditional license, additional hosts alone leave access partly verified
      Given requests to "pureconnectusage.s3.amazonaws.com" meet "time-out"
      And requests to "pureconnectusage.s3-us-east-2.amazonaws.com" meet "time-out"
      When access is verified on "ic1"
      Then access is "partly-verified"

    @derived @observed @reading:D12=time-out-only
    Scenario Outline: With a traditional license "<failure>" is no time-out
      Given requests to "pureconnectusage.s3.amazonaws.com" meet "<failure>"
      And requests to "pureconnectusage.s3-us-east-2.amazonaws.com" meet "<failure>"
      When access is verified on "ic1"
      Then "s3.us-east-2.amazonaws.com" is left alone
      And "s3.amazonaws.com" is left alone
      When all is repeated with "time-out" there instead
      Then "s3.us-east-2.amazonaws.com" is tried
      And "s3.amazonaws.com" is tried

      Examples:
        | failure         |
        | refused         |
        | dns-failure     |
        | reset           |
        | bad-certificate |
        | captive-portal  |
        | HTTP 403        |
        | HTTP 404        |
        | HTTP 500        |
        | HTTP 503        |

    @derived @observed @reading:D12=any-failure
    Scenario Outline: With a traditional license the additional hosts are tried after "<failure>" too
      Given requests to "pureconnectusage.s3.amazonaws.com" meet "<failure>"
      And requests to "pureconnectusage.s3-us-east-2.amazonaws.com" meet "<failure>"
      When access is verified on "ic1"
      Then "s3.us-east-2.amazonaws.com" is tried
      And "s3-us-east-2.amazonaws.com" is tried
      And "s3.dualstack.us-east-2.amazonaws.com" is tried
      And "s3.amazonaws.com" is tried

      Examples:
        | failure         |
        | refused         |
        | dns-failure     |
        | reset           |
        | bad-certificate |

  @TS-1 @asked @derived
  Rule: TS-1 The report tells a failed name resolution from a blocked port with a traditional license

    Background:
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"

    Scenario Outline: "<host>" that does not resolve is reported so with a traditional license
      Given requests to "*.amazonaws.com" meet "time-out"
      And requests to "<host>" meet "dns-failure"
      When access is verified on "ic1"
      Then the report calls "<host>" a "dns-failure"

      Examples:
        | host                                 |
        | s3.us-east-2.amazonaws.com           |
        | s3-us-east-2.amazonaws.com           |
        | s3.dualstack.us-east-2.amazonaws.com |
        | s3.amazonaws.com                     |

    Scenario Outline: "<host>" that is blocked is not reported as unresolved with a traditional license
      Given requests to "*.amazonaws.com" meet "dns-failure"
      And requests to "pureconnectusage.s3.amazonaws.com" meet "time-out"
      And requests to "pureconnectusage.s3-us-east-2.amazonaws.com" meet "time-out"
      And requests to "<host>" meet "time-out"
      When access is verified on "ic1"
      Then the report calls "<host>" something other than a "dns-failure"

      Examples:
        | host                                 |
        | s3.us-east-2.amazonaws.com           |
        | s3-us-east-2.amazonaws.com           |
        | s3.dualstack.us-east-2.amazonaws.com |
        | s3.amazonaws.com                     |

  @TS-2 @TS-4
  Rule: TS-2 With a traditional license access is verified again once the cause is mended

    Background:
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"

    Scenario Outline: With a traditional license a second verification after "<failure>" succeeds
      Given requests to "*.amazonaws.com" meet "<failure>"
      When access is verified on "ic1"
      Then access is not verified
      When the network is mended
      And access is verified on "ic1"
      Then access is "verified"
      And "pureconnectusage.s3.amazonaws.com" is tried
      And "pureconnectusage.s3-us-east-2.amazonaws.com" is tried
      When all is repeated with every host reachable
      Then access is "verified"

      Examples:
        | failure        |
        | dns-failure    |
        | time-out       |
        | refused        |
        | captive-portal |

    @derived
    Scenario: With a traditional license a later failure is not hidden by an earlier success
      When access is verified on "ic1"
      Then access is "verified"
      When the network fails with "time-out"
      And access is verified on "ic1"
      Then access is not verified
      When all is repeated with every host reachable
      Then access is "verified"

  @VA-4 @derived
  Rule: VA-4 S3's own refusal with a traditional license

    Background:
      Given a PureConnect release with subscription billing
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"

    @reading:D14=no
    Scenario: With a traditional license a refusal to list is no document tree
      Given S3 refuses to list the buckets
      When access is verified on "ic1"
      Then access is not verified
      When all is repeated with every host reachable
      Then access is "verified"

    @reading:D14=yes
    Scenario: With a traditional license a refusal to list shows that the service answers
      Given S3 refuses to list the buckets
      When access is verified on "ic1"
      Then access is "verified"

  @VA-2 @VA-3 @observed @scope:access-verification @scope:virtual-cloud
  Rule: VA-2 With a traditional license hosts of the other kind are left alone

    Background:
      Given a PureConnect release with virtual cloud licensing
      And the Genesys Cloud organization "acme"
      And PureConnect is connected to the organization "acme"
      And "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"

    @derived
    Scenario Outline: With a traditional license "<host>" is left alone
      Given requests to "*.amazonaws.com" meet "time-out"
      When access is verified on "ic1"
      Then "<host>" is left alone
      When all is repeated with the license keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      Then "<host>" is tried

      Examples:
        | host                                               |
        | genesys-premise-billing.s3.amazonaws.com           |
        | genesys-premise-billing.s3.us-east-1.amazonaws.com |
        | s3.us-east-1.amazonaws.com                         |
        | s3-us-east-1.amazonaws.com                         |
        | s3.dualstack.us-east-1.amazonaws.com               |

    @derived
    Scenario: The license in force decides what is tried, not an earlier one
      When access is verified on "ic1"
      Then "pureconnectusage.s3.amazonaws.com" is tried
      When "ic1" is given a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      And access is verified on "ic1"
      Then "genesys-premise-billing.s3.amazonaws.com" is tried
      And "genesys-premise-billing.s3.us-east-1.amazonaws.com" is tried
