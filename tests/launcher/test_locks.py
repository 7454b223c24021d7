from pathlib import Path

from launcher.locks import Lock, lock


def test_only_the_last_of_several_users_gets_the_lock_alone(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "users"), Lock(tmp_path / "users")
    first.share()
    second.share()
    assert not first.try_take()
    first.release()
    assert second.try_take()
    second.release()


def test_a_taken_lock_tells_who_holds_it(local: Path) -> None:
    with lock("run") as holder, lock("run") as other:
        assert holder.try_take()
        holder.note("a long first note")
        holder.note("here")
        assert not other.try_take()
        assert other.read() == "here"
