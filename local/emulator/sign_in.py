"""Sign-in as Cognito does it (developer guide, "Adding MFA to a user pool" and "TOTP software token MFA"; API reference,
RespondToAuthChallenge), where MiniStack 1.5.33 gives tokens too easily:

- with MFA required and none enrolled, a password is answered by the challenge MFA_SETUP, not by tokens;
- a software token is enrolled by the session of that challenge, since there is no access token yet;
- an answer to a challenge carries the session that the challenge came with: a code or a new password alone opens nothing.
"""

import base64
import functools
import json
import secrets

from ministack.services import cognito

# Sessions that answers gave out: challenge, user and client that each is for. An emulator's run is short: none expires.
_given: dict[str, tuple[str, str, str]] = {}
# Sessions of MFA_SETUP whose token was verified.
_verified: set[str] = set()
_BOUND = ("MFA_SETUP", "NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA")


class _EnrolmentFirst(Exception):
    """Tokens were about to be given to a user without the second factor that the pool requires."""

    def __init__(self, user):
        super().__init__(user["Username"])
        self.user = user


def install() -> None:
    cognito._build_auth_result = _second_factor_first(cognito._build_auth_result)
    for name in ("_initiate_auth", "_admin_initiate_auth"):
        setattr(cognito, name, _with_sessions(getattr(cognito, name)))
    for name in ("_respond_to_auth_challenge", "_admin_respond_to_auth_challenge"):
        setattr(cognito, name, _with_sessions(_in_session(getattr(cognito, name))))
    cognito._associate_software_token = _associate_in_session(cognito._associate_software_token)
    cognito._verify_software_token = _verify_in_session(cognito._verify_software_token)


def _second_factor_first(build):
    @functools.wraps(build)
    def wrapper(pool_id, client_id, user, *args, **kwargs):
        pool = cognito._user_pools.get(pool_id) or {}
        if pool.get("MfaConfiguration") == "ON" and not user.get("_mfa_enabled"):
            raise _EnrolmentFirst(user)
        return build(pool_id, client_id, user, *args, **kwargs)

    return wrapper


def _with_sessions(handle):
    """Answers MFA_SETUP in place of tokens, and remembers what each session given out is for."""

    @functools.wraps(handle)
    def wrapper(data):
        try:
            answer = handle(data)
        except _EnrolmentFirst as first:
            name = first.user["Username"]
            parameters = {"MFAS_CAN_SETUP": '["SOFTWARE_TOKEN_MFA"]', "USER_ID_FOR_SRP": name}
            session = base64.b64encode(secrets.token_bytes(32)).decode()
            answer = cognito.json_response({"ChallengeName": "MFA_SETUP", "Session": session, "ChallengeParameters": parameters})
        said = json.loads(answer[2])
        if said.get("ChallengeName") in _BOUND:
            user = said["ChallengeParameters"]["USER_ID_FOR_SRP"]
            _given[said["Session"]] = (said["ChallengeName"], user, data["ClientId"])
        return answer

    return wrapper


def _refused():
    return cognito.error_response_json("NotAuthorizedException", "Invalid session for the user.", 400)


def _in_session(respond):
    @functools.wraps(respond)
    def wrapper(data):
        challenge, session = data.get("ChallengeName"), data.get("Session") or ""
        if challenge in _BOUND:
            user = (data.get("ChallengeResponses") or {}).get("USERNAME")
            if _given.get(session) != (challenge, user, data.get("ClientId")):
                return _refused()
            if challenge == "MFA_SETUP" and session not in _verified:
                return _refused()
        try:
            answer = respond(data)
        except _EnrolmentFirst:
            _given.pop(session, None)
            raise
        # A wrong code may be tried again in the same session; what was right counts once.
        if answer[0] == 200:
            _given.pop(session, None)
        return answer

    return wrapper


def _associate_in_session(associate):
    @functools.wraps(associate)
    def wrapper(data):
        given = _given.get(data.get("Session") or "")
        if not data.get("AccessToken") and (given is None or given[0] != "MFA_SETUP"):
            return _refused()
        answer = associate(data)
        if given:
            _given[json.loads(answer[2])["Session"]] = given
        return answer

    return wrapper


def _verify_in_session(verify):
    @functools.wraps(verify)
    def wrapper(data):
        session = data.get("Session") or ""
        given, secret = _given.get(session), cognito._totp_session_secrets.get(session)
        answer = verify(data)
        if answer[0] == 200 and given and secret:
            _enrol(given[1], given[2], secret)
            then = json.loads(answer[2])["Session"]
            _given[then] = given
            _verified.add(then)
        return answer

    return wrapper


def _enrol(name: str, client: str, secret: str) -> None:
    pool, _ = cognito._pool_for_client(client)
    user = pool["_users"].get(name) if pool else None
    if user is not None:
        factor = "SOFTWARE_TOKEN_MFA"
        user.update({"_totp_secret": secret, "_mfa_enabled": [factor], "_preferred_mfa": factor})
