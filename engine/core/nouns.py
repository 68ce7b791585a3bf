"""What findings call the parts of a definition, in both languages; the words of docs/glossary.md."""

from engine.core.values import Text

AGENCY = Text(vi="cơ quan", en="agency")
CALENDAR = Text(vi="lịch", en="calendar")
DOCUMENT = Text(vi="giấy tờ", en="document")
FORM_SET = Text(vi="bộ biểu mẫu", en="form set")
KIND_OF_AGENCY = Text(vi="loại cơ quan", en="kind of agency")
PROCEDURE = Text(vi="thủ tục", en="procedure")
RULE = Text(vi="quy tắc", en="rule")
SOURCE = Text(vi="nguồn", en="source")
STEP = Text(vi="bước", en="step")
SUSPENSION_OR_EXTENSION = Text(vi="quy tắc tạm dừng hoặc gia hạn", en="suspension or extension")
TERRITORY = Text(vi="địa bàn", en="territory")
WEEKDAY = Text(vi="thứ trong tuần", en="weekday")
