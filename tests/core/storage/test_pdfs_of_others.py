"""A review that another program has written anew still opens: the attachment is found by structure."""

from __future__ import annotations

import zlib
from pathlib import Path

import pikepdf
import pytest

from archdraw.core.catalog import load_catalog
from archdraw.core.locations import resources_dir
from archdraw.core.storage import StorageError, read_design
from archdraw.core.storage.pictures import design_in
from archdraw.exporters import export_file

SAMPLE = resources_dir() / "samples" / "kubernetes-ha.adraw"


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review") / "review.pdf"
    export_file(None, path, read_design(SAMPLE).design, load_catalog(), template="summary")
    return path


@pytest.mark.parametrize(
    "how",
    [
        {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.all},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate, "recompress_flate": True},
        {"linearize": True},
        {"qdf": True, "object_stream_mode": pikepdf.ObjectStreamMode.disable},
        {"encryption": pikepdf.Encryption(owner="secret", user="")},
    ],
    ids=["unpacked", "repacked", "linear", "plain", "owner's password"],
)
def test_s9_whatever_another_program_made_of_the_file_it_opens(
    tmp_path: Path, review: Path, how: dict[str, object]
) -> None:
    path = tmp_path / "again.pdf"
    with pikepdf.open(review) as pdf:
        pdf.save(path, **how)  # type: ignore[arg-type]
    assert read_design(path).design == read_design(SAMPLE).design


def test_s9_a_renamed_attachment_without_our_mark_is_found(tmp_path: Path, review: Path) -> None:
    path = tmp_path / "again.pdf"
    with pikepdf.open(review) as pdf:
        (name,) = pdf.attachments
        data = pdf.attachments[name].get_file().read_bytes()
        del pdf.attachments[name]
        pdf.attachments["notes.txt"] = b"{ no design }"
        pdf.attachments["other.json"] = data
        pdf.save(path)
    assert read_design(path).design == read_design(SAMPLE).design


def test_s9_a_password_is_said_to_be_in_the_way(tmp_path: Path, review: Path) -> None:
    path = tmp_path / "again.pdf"
    with pikepdf.open(review) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="secret", user="secret"))
    with pytest.raises(StorageError, match="password"):
        read_design(path)


def test_s9_without_its_attachment_it_carries_no_design(tmp_path: Path, review: Path) -> None:
    path = tmp_path / "again.pdf"
    with pikepdf.open(review) as pdf:
        for name in list(pdf.attachments):
            del pdf.attachments[name]
        pdf.save(path)
    with pytest.raises(StorageError, match="carries no design"):
        read_design(path)


def test_s9_nothing_is_asked_that_would_inflate_without_end(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        packed = zlib.compress(b"{" + b" " * 80_000_000, 9)
        stream = pikepdf.Stream(pdf, packed, Filter=pikepdf.Name.FlateDecode)
        names = pikepdf.Array(
            [
                pikepdf.String("a"),
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Filespec, F=pikepdf.String("a"), EF=pikepdf.Dictionary(F=stream)
                ),
            ]
        )
        pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))
        pdf.save(path, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with pytest.raises(StorageError, match="larger than the 64 MB"):
        design_in(path.read_bytes(), "bomb.pdf")
