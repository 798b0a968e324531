"""The queue that catches what no rule does, levels of urgency with high risk among them, and what only grows."""

from django.db import migrations

from hub.common.append_only import guard


class Migration(migrations.Migration):
    """What there was stands where it stood: after danger and high risk."""

    dependencies = [('queue', '0003_priority_and_routing')]

    operations = [
        migrations.RunSQL(
            """
            INSERT INTO queue_queue (slug, version, name, what, roles, by, at) VALUES
                ('hub', 1, 'The hub''s queue', 'Everything that no rule puts elsewhere.',
                 '{hub-officer,inspector}', 'machine:hub', now())
            """,
            "DELETE FROM queue_queue",
        ),
        migrations.RunSQL(
            "UPDATE queue_waiting SET urgency = 2 WHERE urgency = 1",
            "UPDATE queue_waiting SET urgency = 1 WHERE urgency > 0",
        ),
        guard("queue_queue"),
        guard("queue_ruleversion"),
        guard("queue_routed"),
    ]
