"""Brings moto's answers into the form that the AWS SDK for JavaScript reads."""

from moto.macie2.models import MacieBackend


def install() -> None:
    original = MacieBackend.get_macie_session

    def get_macie_session(self):
        """Times of the form that the service model declares: RFC 3339, ending in Z."""
        session = dict(original(self))
        for key in ("createdAt", "updatedAt"):
            if isinstance(session.get(key), str):
                session[key] = session[key].split("+")[0].rstrip("Z").split(".")[0] + "Z"
        return session

    MacieBackend.get_macie_session = get_macie_session
