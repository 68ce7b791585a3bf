"""The fixed texts of the manager's pages and graphs, Vietnamese and English."""

from engine.core.values import Text

MANAGER_TEXTS: dict[str, Text] = {
    "same_as_table": Text(vi="Cùng nội dung dưới dạng bảng", en="The same as a table"),
    "critical_path": Text(vi="đường găng", en="critical path"),
}
