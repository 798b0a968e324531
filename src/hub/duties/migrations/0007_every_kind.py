# Every kind of duty, of alarms and of decisions.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('duties', '0006_limits'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='duty',
            name='duty_kind_known',
        ),
        migrations.AlterField(
            model_name='duty',
            name='kind',
            field=models.CharField(choices=[('alarm', 'act on immediate danger'), ('recorded', 'record the crime'), ('needs-assessment', "assess the victim's needs"), ('support-referral', 'refer the victim to support'), ('victim-update', 'update the victim'), ('ask', 'ask what is left open'), ('review-change', 'read what a resend says differently'), ('safeguarding', 'hear from whoever a child or an adult at risk was referred to'), ('second-check', 'give the second check of a decision'), ('decision-told', 'tell them what was decided'), ('offences', 'say which offences'), ('limitation', 'charge within the time limit'), ('case-review', 'say how the investigation stands'), ('outcome-told', 'tell them the outcome'), ('review-offer', "offer the Victims' Right to Review")], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['alarm', 'recorded', 'needs-assessment', 'support-referral', 'victim-update', 'ask', 'review-change', 'safeguarding', 'second-check', 'decision-told', 'offences', 'limitation', 'case-review', 'outcome-told', 'review-offer'])), name='duty_kind_known'),
        ),
    ]
