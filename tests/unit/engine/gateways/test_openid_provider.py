"""Where a provider may send a browser, a code or a secret: encrypted, or on this machine; and which keys count."""

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from engine.gateways.id_token import keys_in
from engine.gateways.openid_provider import is_trustworthy


@pytest.mark.parametrize(
    ("address", "is_good"),
    [
        ("https://provider.example/token", True),
        ("http://127.0.0.1:9000/token", True),
        ("http://localhost/token", True),
        ("http://[::1]/token", True),
        ("http://provider.example/token", False),
        ("http://127.0.0.1.provider.example/token", False),
        ("http://127.0.0.1@provider.example/token", False),
        ("javascript:alert(1)", False),
        ("/token", False),
        ("https://", False),
        ("http://[::1/token", False),
    ],
)
def test_an_address_of_the_provider_is_encrypted_or_on_this_machine(address: str, is_good: bool) -> None:
    assert is_trustworthy(address) is is_good


def test_only_public_keys_for_signatures_count() -> None:
    signs, other = ECKey.generate_key("P-256", {"kid": "a"}), ECKey.generate_key("P-256", {"kid": "b", "use": "enc"})
    shared = OctKey.generate_key(256, {"kid": "c"})
    said = {"keys": [key.as_dict() for key in (signs, other, shared)] + ["no key", {"kty": "of tomorrow"}]}
    assert [key.kid for key in keys_in(said)] == ["a"]


@pytest.mark.parametrize(
    "said", [{}, {"keys": None}, {"keys": []}, {"keys": [{"kty": "RSA"}]}, {"keys": [{"kty": "EC"}]}]
)
def test_keys_that_cannot_be_read_are_told(said: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="keys"):
        keys_in(said)


def test_one_key_that_cannot_be_read_spoils_the_others_not() -> None:
    good = RSAKey.generate_key(2048, {"kid": "a"}).as_dict(private=False)
    assert [key.kid for key in keys_in({"keys": [{"kty": "EC", "crv": "of tomorrow"}, good]})] == ["a"]
