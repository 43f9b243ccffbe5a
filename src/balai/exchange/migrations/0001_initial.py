import balai.kernel.identity
import balai.kernel.translated
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models

from balai import config
from balai.database.connection import application_parameters

KEPT = ("balai_exchange_card", "balai_exchange_match", "balai_exchange_outcome")


def take_rights(apps, schema_editor):
    # They are emptied and never deleted. Not settings.DATABASES: while migrations run it names the owner.
    role = schema_editor.quote_name(application_parameters(config.current())["USER"])
    for table in KEPT:
        schema_editor.execute(f"REVOKE DELETE, TRUNCATE, REFERENCES, TRIGGER ON {table} FROM {role}")


def give_rights(apps, schema_editor):
    role = schema_editor.quote_name(application_parameters(config.current())["USER"])
    for table in KEPT:
        schema_editor.execute(f"GRANT DELETE ON {table} TO {role}")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0006_embassies'),
        ('people', '0017_tokens_for_timetables'),
        ('programmes', '0013_fares_and_rooms'),
        ('selection', '0011_arrivals'),
        ('timetable', '0007_ways_so_far'),
    ]

    operations = [
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.UUIDField(default=balai.kernel.identity.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('need', 'Need'), ('offer', 'Offer')], max_length=5, verbose_name='kind')),
                ('category', models.CharField(choices=[('machine', 'Machine'), ('material', 'Material'), ('process', 'Process'), ('licence', 'Licence'), ('training', 'Training'), ('testing', 'Testing'), ('design', 'Design'), ('buyer', 'Buyer'), ('supplier', 'Supplier'), ('finance', 'Finance'), ('pilot', 'Pilot project')], max_length=10, verbose_name='what it is')),
                ('title', balai.kernel.translated.TranslatedTextField(default=balai.kernel.translated.TranslatedText, lines=1, max_length=150, verbose_name='in a few words')),
                ('words', balai.kernel.translated.TranslatedTextField(blank=True, default=balai.kernel.translated.TranslatedText, lines=5, max_length=3000, verbose_name='in your words')),
                ('until', models.DateField(null=True, verbose_name='until when')),
                ('entered_at', models.DateTimeField(verbose_name='entered')),
                ('entered_by', models.CharField(max_length=120)),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='withdrawn')),
                ('heading', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Lower(django.db.models.functions.text.Concat(django.db.models.functions.comparison.Cast(models.Func(models.F('title'), models.Value('$.*', output_field=models.CharField()), function='jsonb_path_query_array', output_field=models.TextField(), template='%(function)s(%(expressions)s::jsonpath)'), models.TextField()), models.Value(' '), output_field=models.TextField())), output_field=models.TextField())),
                ('stems', models.GeneratedField(db_persist=True, expression=models.Func(models.Func(models.F('title'), output_field=django.contrib.postgres.search.SearchVectorField(), template='setweight(to_tsvector(\'english\'::regconfig, coalesce(%(expressions)s -> \'en\', \'""\'::jsonb)) || to_tsvector(\'indonesian\'::regconfig, coalesce(%(expressions)s -> \'id\', \'""\'::jsonb)) || to_tsvector(\'simple\'::regconfig, %(expressions)s - \'en\' - \'id\'), \'A\')'), models.Func(models.F('words'), output_field=django.contrib.postgres.search.SearchVectorField(), template='setweight(to_tsvector(\'english\'::regconfig, coalesce(%(expressions)s -> \'en\', \'""\'::jsonb)) || to_tsvector(\'indonesian\'::regconfig, coalesce(%(expressions)s -> \'id\', \'""\'::jsonb)) || to_tsvector(\'simple\'::regconfig, %(expressions)s - \'en\' - \'id\'), \'B\')'), arg_joiner=' || ', output_field=django.contrib.postgres.search.SearchVectorField(), template='%(expressions)s'), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.country', verbose_name='country')),
                ('edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exchange_cards', to='programmes.edition')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exchange_cards', to='directory.organisation', verbose_name='organisation')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exchange_cards', to='people.person')),
                ('technology', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exchange_cards', to='directory.technology', verbose_name='technology of a centre')),
                ('topics', models.ManyToManyField(blank=True, db_table='balai_exchange_card_topic', related_name='exchange_cards', to='directory.topic', verbose_name='topics')),
            ],
            options={
                'db_table': 'balai_exchange_card',
                'indexes': [django.contrib.postgres.indexes.GinIndex(models.F('stems'), condition=models.Q(('kind', 'offer'), ('withdrawn_at', None)), fastupdate=False, name='exchange_offer_by_stems'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('heading'), 'gin_trgm_ops'), condition=models.Q(('kind', 'offer'), ('withdrawn_at', None)), fastupdate=False, name='exchange_offer_alike'), models.Index(condition=models.Q(('kind', 'offer'), ('withdrawn_at', None)), fields=['technology'], name='exchange_offer_by_technology'), models.Index(condition=models.Q(('kind', 'need'), ('withdrawn_at', None)), fields=['until', 'id'], name='exchange_need_in_order'), models.Index(fields=['edition', 'kind', 'until', 'id'], name='exchange_card_by_edition')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['need', 'offer'])), name='exchange_card_kind_is_known'), models.CheckConstraint(condition=models.Q(('category__in', ['machine', 'material', 'process', 'licence', 'training', 'testing', 'design', 'buyer', 'supplier', 'finance', 'pilot'])), name='exchange_card_category_is_known'), models.CheckConstraint(condition=models.Q(('title', {}), _negated=True), name='exchange_card_has_a_title', violation_error_message='Write the name in at least one language.'), models.CheckConstraint(condition=models.Q(('person', None), ('organisation', None), _connector='XOR'), name='exchange_card_is_somebodys'), models.CheckConstraint(condition=models.Q(models.Q(('edition__isnull', False), ('until__isnull', False)), models.Q(('edition', None), ('kind', 'offer'), ('person', None), ('technology__isnull', False), ('until', None)), _connector='OR'), name='exchange_card_is_of_an_edition_until_a_day'), models.UniqueConstraint(condition=models.Q(('edition', None)), fields=('technology',), name='exchange_card_once_for_a_technology'), models.CheckConstraint(condition=models.Q(('entered_by__regex', '^[a-z][a-z_]*:[0-9A-Za-z][0-9A-Za-z._-]*$'), ('entered_by', 'system'), _connector='OR'), name='exchange_card_entered_by_is_a_reference')],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.UUIDField(default=balai.kernel.identity.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='recorded')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='selection.participant')),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='timetable.session')),
                ('technology', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='directory.technology')),
            ],
            options={
                'db_table': 'balai_exchange_interest',
                'constraints': [models.UniqueConstraint(fields=('participant', 'technology'), name='exchange_interest_once_in_a_technology')],
            },
        ),
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.UUIDField(default=balai.kernel.identity.uuid7, editable=False, primary_key=True, serialize=False)),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='your answer')),
                ('provider_contact', models.CharField(blank=True, max_length=300, verbose_name='how you can be reached')),
                ('seeker_contact', models.CharField(blank=True, max_length=300, verbose_name='how you can be reached')),
                ('points', models.PositiveSmallIntegerField(null=True, verbose_name='points')),
                ('reasons', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('made_by', models.CharField(max_length=120)),
                ('provider_agreed_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('seeker_agreed_at', models.DateTimeField(null=True, verbose_name='agreed')),
                ('declined_at', models.DateTimeField(null=True, verbose_name='declined')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchange_matches', to='programmes.edition')),
                ('interest', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='match', to='exchange.interest')),
                ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='exchange.card')),
                ('offer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matches_of_offer', to='exchange.card')),
                ('provider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('provider_organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('seeker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'db_table': 'balai_exchange_match',
                'indexes': [models.Index(fields=['edition', 'made_at', 'id'], name='exchange_match_by_edition')],
                'constraints': [models.CheckConstraint(condition=models.Q(('need', None), ('interest', None), _connector='XOR'), name='exchange_match_is_of_one_wish'), models.CheckConstraint(condition=models.Q(('provider', None), ('provider_organisation', None), _connector='XOR'), name='exchange_match_has_one_provider'), models.UniqueConstraint(fields=('need', 'provider'), name='exchange_match_once_for_a_person', violation_error_message='This person has answered this need already.'), models.UniqueConstraint(condition=models.Q(('need__isnull', False), ('provider', None)), fields=('need', 'provider_organisation', 'offer'), name='exchange_match_once_for_an_offer', nulls_distinct=False, violation_error_message='This offer was brought to this need already.'), models.CheckConstraint(condition=models.Q(models.Q(('provider_agreed_at', None), ('provider_contact', '')), models.Q(('provider_agreed_at__isnull', False), models.Q(('provider_contact', ''), _negated=True)), _connector='OR'), name='exchange_match_provider_agrees_with_a_contact', violation_error_message='Say how you can be reached.'), models.CheckConstraint(condition=models.Q(models.Q(('seeker_agreed_at', None), ('seeker_contact', '')), models.Q(('seeker_agreed_at__isnull', False), models.Q(('seeker_contact', ''), _negated=True)), _connector='OR'), name='exchange_match_seeker_agrees_with_a_contact', violation_error_message='Say how you can be reached.'), models.CheckConstraint(condition=models.Q(('made_by__regex', '^[a-z][a-z_]*:[0-9A-Za-z][0-9A-Za-z._-]*$')), name='exchange_match_made_by_is_a_reference')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=balai.kernel.identity.uuid7, editable=False, primary_key=True, serialize=False)),
                ('place', models.CharField(max_length=200, verbose_name='where')),
                ('begins_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('about', models.CharField(blank=True, max_length=300, verbose_name='what you want to speak about')),
                ('changes', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchange_meetings', to='programmes.edition')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchange_meetings', to='directory.organisation', verbose_name='with whom')),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exchange_meetings', to='selection.participant')),
            ],
            options={
                'db_table': 'balai_exchange_meeting',
                'indexes': [models.Index(fields=['edition', 'begins_at', 'id'], name='exchange_meeting_in_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='exchange_meeting_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('about', ''), ('participant__isnull', False), _connector='OR'), name='exchange_meeting_free_is_about_nothing'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('organisation', '='), (models.Func(models.F('begins_at'), models.F('ends_at'), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='exchange_meeting_one_at_a_time_with_an_organisation', violation_error_message='The organisation holds another meeting at that time.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('participant__isnull', False)), expressions=[('participant', '='), (models.Func(models.F('begins_at'), models.F('ends_at'), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='exchange_meeting_one_at_a_time_for_a_participant', violation_error_message='You have another meeting at that time.')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.UUIDField(default=balai.kernel.identity.uuid7, editable=False, primary_key=True, serialize=False)),
                ('months', models.PositiveSmallIntegerField(choices=[(3, 'After three months'), (6, 'After six months'), (12, 'After a year')], verbose_name='after how many months')),
                ('code', models.CharField(choices=[('none', 'Nothing yet'), ('contact', 'Contact'), ('visit', 'Visit'), ('sample', 'Sample or trial'), ('quotation', 'Quotation'), ('agreement', 'Agreement to work together'), ('contract', 'Order or contract')], max_length=10, verbose_name='what came of it')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='in a sentence')),
                ('at', models.DateTimeField(verbose_name='told')),
                ('actor', models.CharField(max_length=120)),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='exchange.match')),
            ],
            options={
                'db_table': 'balai_exchange_outcome',
                'constraints': [models.UniqueConstraint(fields=('match', 'months'), name='exchange_outcome_once_at_a_time'), models.CheckConstraint(condition=models.Q(('months__in', [3, 6, 12])), name='exchange_outcome_months_are_known'), models.CheckConstraint(condition=models.Q(('code__in', ['none', 'contact', 'visit', 'sample', 'quotation', 'agreement', 'contract'])), name='exchange_outcome_code_is_known'), models.CheckConstraint(condition=models.Q(('actor__regex', '^[a-z][a-z_]*:[0-9A-Za-z][0-9A-Za-z._-]*$')), name='exchange_outcome_actor_is_a_reference')],
            },
        ),
        migrations.RunPython(take_rights, give_rights),
    ]
