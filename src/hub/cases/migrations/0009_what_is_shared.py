"""A suggestion looks back, and what the two cases share stands beside it."""

from django.db import migrations, models

_TURN = """
    DELETE FROM cases_suggestion AS one USING cases_suggestion AS two
        WHERE one.case_id = two.other_id AND one.other_id = two.case_id AND one.case_id < one.other_id;
    UPDATE cases_suggestion SET case_id = other_id, other_id = case_id WHERE case_id < other_id;
    INSERT INTO cases_shared (suggestion_id, alike, mark, at)
        SELECT id, CASE basis WHEN 'a report shows items of both' THEN 'public'
            WHEN 'the same account and person, in a report not a crime' THEN 'conduct' ELSE 'victim' END, '', at
        FROM cases_suggestion;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    """What was one phrase becomes one line for each thing."""

    dependencies = [('cases', '0008_clusters')]

    operations = [
        migrations.RunSQL(_TURN, reverse_sql=migrations.RunSQL.noop),
        migrations.RemoveField(model_name="suggestion", name="basis"),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("other__lt", models.F("case"))), name="a_suggestion_looks_back"
            ),
        ),
    ]
