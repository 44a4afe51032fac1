terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
variable "second" {
  default = false
}
# Address, region and key come from the environment.
provider "aws" {
  skip_metadata_api_check    = true
  skip_requesting_account_id = true
}

resource "aws_cognito_user_pool" "p" {
  name                     = "people"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  mfa_configuration        = "OPTIONAL"
  software_token_mfa_configuration { enabled = true }
  password_policy {
    minimum_length                   = var.second ? 12 : 10
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = false
    require_uppercase                = true
    temporary_password_validity_days = 3
  }
  admin_create_user_config { allow_admin_create_user_only = true }
  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }
  schema {
    name                = "team"
    attribute_data_type = "String"
    mutable             = true
    string_attribute_constraints {
      min_length = 1
      max_length = 40
    }
  }
  dynamic "schema" {
    for_each = var.second ? ["level"] : []
    content {
      name                = "level"
      attribute_data_type = "Number"
      mutable             = true
      number_attribute_constraints {
        min_value = 1
        max_value = 9
      }
    }
  }
  tags = { stage = var.second ? "two" : "one" }
}
resource "aws_cognito_user_pool_domain" "d" {
  domain                = "terraform-labelers"
  user_pool_id          = aws_cognito_user_pool.p.id
  managed_login_version = var.second ? 2 : 1
}
resource "aws_cognito_resource_server" "r" {
  identifier   = "https://labels.example.com"
  name         = var.second ? "labels2" : "labels"
  user_pool_id = aws_cognito_user_pool.p.id
  scope {
    scope_name        = "read"
    scope_description = "Read labels"
  }
  dynamic "scope" {
    for_each = var.second ? ["write"] : []
    content {
      scope_name        = "write"
      scope_description = "Write labels"
    }
  }
}
resource "aws_cognito_identity_provider" "i" {
  user_pool_id  = aws_cognito_user_pool.p.id
  provider_name = "Corporate"
  provider_type = "OIDC"
  provider_details = {
    client_id                 = var.second ? "two" : "one"
    client_secret             = "secret"
    attributes_request_method = "GET"
    oidc_issuer               = "https://login.example.com"
    authorize_scopes          = "openid email"
  }
  attribute_mapping = { email = "email", username = "sub" }
}
resource "aws_cognito_user_pool_client" "c" {
  name                                 = "portal"
  user_pool_id                         = aws_cognito_user_pool.p.id
  generate_secret                      = true
  explicit_auth_flows                  = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = concat(["openid"], aws_cognito_resource_server.r.scope_identifiers)
  callback_urls                        = ["https://app.example.com/cb"]
  supported_identity_providers         = ["COGNITO", aws_cognito_identity_provider.i.provider_name]
  access_token_validity                = var.second ? 30 : 15
  token_validity_units { access_token = "minutes" }
  prevent_user_existence_errors = "ENABLED"
}
resource "aws_cognito_user_pool_client" "m2m" {
  name                                 = "machine"
  user_pool_id                         = aws_cognito_user_pool.p.id
  generate_secret                      = true
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["client_credentials"]
  allowed_oauth_scopes                 = aws_cognito_resource_server.r.scope_identifiers
}
resource "aws_cognito_user_group" "g" {
  name         = "labelers"
  user_pool_id = aws_cognito_user_pool.p.id
  description  = var.second ? "Second" : "First"
  precedence   = var.second ? 2 : 1
}
resource "aws_cognito_user" "u" {
  user_pool_id   = aws_cognito_user_pool.p.id
  username       = "ann@example.com"
  message_action = "SUPPRESS"
  password       = var.second ? "Permanent-22" : "Permanent-11"
  enabled        = true
  attributes     = var.second ? { email = "ann@example.com", email_verified = "true", name = "Ann" } : { email = "ann@example.com", email_verified = "true", team = "red" }
}
resource "aws_cognito_user_in_group" "m" {
  user_pool_id = aws_cognito_user_pool.p.id
  group_name   = aws_cognito_user_group.g.name
  username     = aws_cognito_user.u.username
}
data "aws_cognito_user_pools" "all" {
  name       = "people"
  depends_on = [aws_cognito_user_pool.p]
}
data "aws_cognito_user_pool_clients" "all" { user_pool_id = aws_cognito_user_pool.p.id }
data "aws_cognito_user_pool" "one" { user_pool_id = aws_cognito_user_pool.p.id }
data "aws_cognito_user_groups" "all" {
  user_pool_id = aws_cognito_user_pool.p.id
  depends_on   = [aws_cognito_user_group.g]
}
data "aws_cognito_user_group" "one" {
  user_pool_id = aws_cognito_user_pool.p.id
  name         = aws_cognito_user_group.g.name
}
data "aws_cognito_user_pool_client" "one" {
  user_pool_id = aws_cognito_user_pool.p.id
  client_id    = aws_cognito_user_pool_client.c.id
}
