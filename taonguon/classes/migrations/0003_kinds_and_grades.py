"""The kinds of class and the grades offices use; a centre may add its own, rename and retire these."""

from django.db import migrations

KINDS = (
    ("awareness", "Lớp bồi dưỡng nhận thức về Đảng", "awareness"),
    ("pre-enlistment", "Lớp bồi dưỡng cho công dân chuẩn bị nhập ngũ", "awareness"),
    ("new-member", "Lớp bồi dưỡng đảng viên mới", "new-member"),
)
GRADES = (("Giỏi", True), ("Khá", True), ("Trung bình", True), ("Đạt", True), ("Không đạt", False))


def seed(apps, schema_editor):
    kind, grade = apps.get_model("classes", "CourseKind"), apps.get_model("classes", "Grade")
    for code, name, certifies in KINDS:
        kind.objects.create(code=code, name=name, certifies=certifies)
    for position, (name, passes) in enumerate(GRADES):
        grade.objects.create(name=name, passes=passes, position=position)


class Migration(migrations.Migration):
    dependencies = [("classes", "0002_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
