@observed @derived @binding
Feature: Editions
  The edition of 8 October 2018 knows the traditional license only. There the virtual cloud
  key is a key like any other. That edition is known in part, so that only what its License
  Keys page says is tested.

  Background:
    Given the clock reads 2018-11-05 12:00 in "America/Chicago"
    And PureConnect 2019 R4
    And the IC server "ic1" in "America/Chicago" with host ID "4C5A-11E0"

  @LK-5 @edition:2018-10-08
  Rule: LK-5 In the older edition the virtual cloud key is no usage key

    Scenario: The virtual cloud key alone collects nothing
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      Then no usage file is ever written on "ic1"
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_LOCAL"
      Then "ic1" has usage files

  @LK-1 @edition:2018-10-08 @scope:automated-upload
  Rule: LK-1 In the older edition the upload key uploads

    Scenario: The upload key uploads
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      When 2 days of use pass
      Then usage files arrive in S3

  @LK-3 @edition:2018-10-08 @scope:automated-upload
  Rule: LK-3 In the older edition only the upload key uploads

    Scenario: The virtual cloud key alone uploads nothing
      Given "ic1" has a license with the keys "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
      When 2 days of use pass
      Then nothing is uploaded
      When all is repeated with the license keys "I3_FEATURE_USAGE_TRACKING_UPLOAD"
      Then usage files arrive in S3
