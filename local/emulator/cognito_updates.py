"""Updates of Cognito as AWS makes them: what a call leaves out goes back to its default. MiniStack 1.5.33 keeps it, so that
a fix which forgot to read before it wrote would look right here.

The API references of UpdateUserPool, UpdateUserPoolClient and UpdateIdentityPool say so: "If you don't provide a value for
an attribute, Amazon Cognito sets it to its default value." A pool's plan and its tags are left alone: the reference does
not name their default.
"""

import copy
import functools

from ministack.services import cognito

_POOL = {
    "Policies": {
        "PasswordPolicy": {
            "MinimumLength": 8,
            "RequireUppercase": True,
            "RequireLowercase": True,
            "RequireNumbers": True,
            "RequireSymbols": True,
            "TemporaryPasswordValidityDays": 7,
        }
    },
    "AutoVerifiedAttributes": [],
    "SmsVerificationMessage": "",
    "EmailVerificationMessage": "",
    "EmailVerificationSubject": "",
    "SmsAuthenticationMessage": "",
    "MfaConfiguration": "OFF",
    "SmsConfiguration": {},
    "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": False, "UnusedAccountValidityDays": 7},
    "AccountRecoverySetting": {},
    "DeletionProtection": "INACTIVE",
    "LambdaConfig": {},
    "UserPoolAddOns": None,
    "DeviceConfiguration": None,
    "VerificationMessageTemplate": None,
    "UserAttributeUpdateSettings": None,
}
_CLIENT = {
    "RefreshTokenValidity": 30,
    "AccessTokenValidity": None,
    "IdTokenValidity": None,
    "TokenValidityUnits": None,
    "ReadAttributes": None,
    "WriteAttributes": None,
    "ExplicitAuthFlows": [],
    "SupportedIdentityProviders": [],
    "CallbackURLs": [],
    "LogoutURLs": [],
    "AllowedOAuthFlows": [],
    "AllowedOAuthScopes": [],
    "AllowedOAuthFlowsUserPoolClient": False,
    "PreventUserExistenceErrors": "LEGACY",
    "EnableTokenRevocation": True,
}
_IDENTITY_POOL = {
    "AllowClassicFlow": False,
    "SupportedLoginProviders": {},
    "OpenIdConnectProviderARNs": [],
    "CognitoIdentityProviders": [],
    "SamlProviderARNs": [],
}


def install() -> None:
    cognito._update_user_pool = _resetting(cognito._update_user_pool, _POOL, _pool)
    cognito._update_user_pool_client = _resetting(cognito._update_user_pool_client, _CLIENT, _client)
    cognito._update_identity_pool = _resetting(cognito._update_identity_pool, _IDENTITY_POOL, _identity_pool)


def _pool(data):
    return cognito._user_pools.get(data.get("UserPoolId"))


def _client(data):
    return ((_pool(data) or {}).get("_clients") or {}).get(data.get("ClientId"))


def _identity_pool(data):
    return cognito._identity_pools.get(data.get("IdentityPoolId"))


def _resetting(update, defaults, find):
    """What the call leaves out is given its default afterwards."""

    @functools.wraps(update)
    def wrapper(data):
        answer = update(data)
        if answer[0] != 200:
            return answer
        record = find(data)
        for name, default in defaults.items():
            if name in data:
                continue
            if default is None:
                record.pop(name, None)
            else:
                record[name] = copy.deepcopy(default)
        return answer

    return wrapper
