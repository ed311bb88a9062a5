from tests.invariants.test_reach import TABLE, pytestmark, table, things  # noqa: F401


def test_write(things):
    TABLE.write_text(table(things))
