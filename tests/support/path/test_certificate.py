"""The sheet of paper, and what its code tells everybody."""

import pytest

from damayan.support.path import paper
from damayan.support.path.models import Certificate, Journey


def test_the_sheet_has_the_name_and_we_do_not(cast, supporter, client_of):
    client = client_of(cast.outsider)
    sent = client.post("/path/certificate/", {"name": "Ana <b>Peña</b> & 猫"})
    assert sent["Content-Type"] == "application/pdf"
    assert sent.content.startswith(b"%PDF-")
    assert sent.content.rstrip().endswith(b"%%EOF")
    assert b"Ana" not in sent.content.split(b"/Author")[1][:60]
    kept = [str(row) for row in Journey.objects.values_list()]
    kept += [str(row) for row in Certificate.objects.values_list()]
    assert not any("Ana" in row for row in kept)
    assert "This field is required" in client.post("/path/certificate/").content.decode()


def test_the_sheet_says_who_what_and_until_when(cast, supporter):
    certificate = Certificate.objects.get()
    said = paper.lines(certificate, "Ana", ["Listening", "Boundaries"], "https://x/c/")
    words = " | ".join(one for _style, one in said)
    for wanted in ("Ana", "Listening · Boundaries", certificate.until_words, "https://x/c/"):
        assert wanted in words
    assert "treats nobody" in words


def test_the_code_says_valid_and_no_name(cast, supporter, visitor, client_of):
    certificate = Certificate.objects.get()
    page = visitor.get(f"/certificates/{certificate.code}/").content.decode()
    assert "Valid" in page
    assert cast.outsider.username not in page
    Certificate.objects.update(valid_until="2020-01-01")
    assert "No longer valid" in visitor.get(f"/certificates/{certificate.code}/").content.decode()
    assert visitor.get("/certificates/nothing/").status_code == 404


@pytest.mark.parametrize("part", ["member", "coordinator", "guide"])
def test_who_has_none_finds_none(cast, supporter, client_of, part):
    assert client_of(cast.people[part]).get("/path/certificate/").status_code == 404
