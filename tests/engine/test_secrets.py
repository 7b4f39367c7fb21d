"""Are secrets read as Pulumi writes them, and kept from everybody else?"""

from __future__ import annotations

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.errors import InputError, StateError
from azgreen_emulator.engine.secrets import Cipher, Passphrase, state_cipher

# The salt of Pulumi's own tests, made with "password": manager_test.go of its passphrase secrets.
SALT = "v1:fozI5u6B030=:v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ=="


@given(st.binary(min_size=32, max_size=32), st.text())
def test_what_is_sealed_opens_again(key, text):
    assert Cipher(key).decrypt(Cipher(key).encrypt(text)) == text


def test_the_passphrase_of_pulumi_opens_its_salt(monkeypatch):
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "password")
    passphrase = Passphrase(SALT)
    sealed = passphrase._cipher.encrypt("hunter2")
    assert Passphrase(SALT).decrypt(sealed, "here") == "hunter2"


def test_the_passphrase_may_stand_in_a_file(monkeypatch, tmp_path):
    file = tmp_path / "passphrase"
    file.write_text("password\n")
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE", raising=False)
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE_FILE", str(file))
    assert Passphrase(SALT)._cipher


@pytest.mark.parametrize(
    ("salt", "passphrase", "message"),
    [
        (SALT, "wrong", "the passphrase is not the one that the stack was made with"),
        (SALT, None, "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE"),
        (None, "password", "the stack's file has no encryptionsalt of the passphrase provider"),
    ],
)
def test_a_secret_that_cannot_be_opened_is_refused_by_its_name(
    monkeypatch, salt, passphrase, message
):
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE", raising=False)
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE_FILE", raising=False)
    if passphrase is not None:
        monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", passphrase)
    with pytest.raises(InputError) as caught:
        Passphrase(salt).decrypt("v1:AAAA:AAAA", "stack.yaml:3: azgreen:key")
    assert (
        str(caught.value) == f"stack.yaml:3: azgreen:key: the secret cannot be decrypted: {message}"
    )


def test_the_key_of_the_state_is_for_its_owner_alone(tmp_path):
    file = tmp_path / "stack" / "state.key"
    sealed = state_cipher(file).encrypt("hunter2")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert state_cipher(file).decrypt(sealed) == "hunter2"


def test_a_key_file_of_something_else_is_refused(tmp_path):
    file = tmp_path / "state.key"
    file.write_text("not a key")
    with pytest.raises(StateError, match="does not hold a key"):
        state_cipher(file)
