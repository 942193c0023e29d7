"""The queue of files: private, in order, whole, and each message once."""

import multiprocessing
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection


def connect(folder: Path) -> Connection:
    options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
    }
    return Connection("filesystem://localhost", transport="zi_portal.broker:Transport", transport_options=options)


@pytest.fixture
def channel(tmp_path: Path):
    with connect(tmp_path) as connection:
        yield connection.default_channel


def test_directories_are_private(channel, tmp_path):
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("queue", "control")} == {0o700}


def test_messages_come_in_order_and_once(channel, tmp_path):
    for number in range(3):
        channel._put("celery", {"number": number})
    assert [channel._get("celery")["number"] for _ in range(3)] == [0, 1, 2]
    with pytest.raises(Empty):
        channel._get("celery")
    assert list((tmp_path / "queue").iterdir()) == []


def test_queues_do_not_mix(channel):
    channel._put("other", {"number": 1})
    with pytest.raises(Empty):
        channel._get("celery")
    assert channel._size("other") == 1


def test_a_message_being_written_is_not_seen(channel, tmp_path):
    (tmp_path / "queue" / "1_x.celery.draft").write_text("")
    with pytest.raises(Empty):
        channel._get("celery")


def write_messages(folder: Path, writer: int) -> None:
    with connect(folder) as connection:
        for number in range(300):
            connection.default_channel._put("celery", {"writer": writer, "number": number})


def read_messages(folder: Path, found: multiprocessing.Queue) -> None:
    """Until the writers' last message has been seen by somebody and the queue is empty."""
    with connect(folder) as connection:
        while True:
            try:
                message = connection.default_channel._get("celery")
            except Empty:
                if (folder / "written").exists():
                    return
            else:
                found.put((message["writer"], message["number"]))


def test_two_writers_and_two_readers_lose_and_double_nothing(tmp_path):
    with connect(tmp_path) as connection:
        connection.ensure_connection()
    context = multiprocessing.get_context("spawn")
    found = context.Queue()
    readers = [context.Process(target=read_messages, args=(tmp_path, found)) for _ in range(2)]
    writers = [context.Process(target=write_messages, args=(tmp_path, number)) for number in range(2)]
    for process in readers + writers:
        process.start()
    for process in writers:
        process.join()
    (tmp_path / "written").touch()
    seen = sorted(found.get(timeout=30) for _ in range(600))
    for process in readers:
        process.join()
    assert seen == [(writer, number) for writer in range(2) for number in range(300)]
    assert found.empty()
    assert [process.exitcode for process in readers + writers] == [0, 0, 0, 0]
