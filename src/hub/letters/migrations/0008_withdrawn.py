from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("letters", "0007_news_alone"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='letter',
            name='letter_held_for_a_reason',
        ),
        migrations.AlterField(
            model_name='letter',
            name='held',
            field=models.CharField(blank=True, choices=[('unsafe', 'it is not safe to write'), ('phone-only', 'only the telephone is safe'), ('no-address', 'there is no address'), ('no-smtp', 'no mail server is set'), ('over', 'what it reminds of is done'), ('withdrawn', 'what it tells was undone before it went')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), ('held__in', ['unsafe', 'phone-only', 'no-address', 'no-smtp', 'over', 'withdrawn'])), models.Q(models.Q(('state', 'held'), _negated=True), ('held', '')), _connector='OR'), name='letter_held_for_a_reason'),
        ),
    ]
