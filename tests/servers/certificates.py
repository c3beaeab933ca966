"""Certificates made on the spot: a good one, and one for each way to be wrong."""

from __future__ import annotations

import datetime
import ssl
from dataclasses import dataclass
from pathlib import Path

import trustme

HERE = ("localhost", "127.0.0.1")
LONG_AGO = datetime.datetime(2018, 5, 9, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Certificates:
    """``ca_file`` is what a client trusts; each other is what a server shows it.

    ``good_chain`` is the good one as a file, key and all.
    """

    ca_file: Path
    good_chain: Path
    good: ssl.SSLContext
    wrong_host: ssl.SSLContext
    expired: ssl.SSLContext
    untrusted: ssl.SSLContext


def make_certificates(folder: Path) -> Certificates:
    """Make them, the trusted authority written to ``folder``."""
    authority, stranger = trustme.CA(), trustme.CA()
    ca_file = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    good = authority.issue_cert(*HERE)
    good_chain = folder / "good.pem"
    good.private_key_and_cert_chain_pem.write_to_path(str(good_chain))
    return Certificates(
        ca_file=ca_file,
        good_chain=good_chain,
        good=_context(good),
        wrong_host=_context(authority.issue_cert("elsewhere.example")),
        expired=_context(authority.issue_cert(*HERE, not_after=LONG_AGO)),
        untrusted=_context(stranger.issue_cert(*HERE)),
    )


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context
