"""Sending for real: channels, requests made by hand, delivery reports, messages sent again."""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

KINDS = (
    'digest', 'statutory', 'introduction', 'courtesy', 'escalation', 'resolved', 'manager_daily',
    'dcs_weekly',
)
NEW_KINDS = (*KINDS, 'update_request', 'correction')


def upgrade() -> None:
    _new_tables()
    _message_kinds(NEW_KINDS)
    _new_columns()
    # A channel was named after what carried it; now it is the road, and the carrier stands beside.
    op.execute("UPDATE delivery SET carrier = channel, channel = 'mail'")


def downgrade() -> None:
    op.execute("UPDATE delivery SET channel = COALESCE(carrier, channel)")
    op.drop_index('uq_message_chase', table_name='message')
    op.drop_index('ix_message_contact_id', table_name='message')
    op.drop_index('ix_delivery_message_id_header', table_name='delivery')
    for table, column, _, referred in reversed(COLUMNS):
        with op.batch_alter_table(table) as batch:
            if referred:
                batch.drop_constraint(f'fk_{table}_{column}', type_='foreignkey')
            batch.drop_column(column)
    _message_kinds(KINDS)
    for table in ('delivery_report', 'chase', 'channel_fault'):
        op.drop_table(table)


TEXT = sqlmodel.sql.sqltypes.AutoString()
COLUMNS = (
    ('delivery', 'carrier', sqlmodel.sql.sqltypes.AutoString(length=20), None),
    ('delivery', 'again_id', sa.Integer(), 'delivery'),
    ('delivery', 'in_reply_to', sqlmodel.sql.sqltypes.AutoString(length=200), None),
    ('delivery', 'outcome_code', sqlmodel.sql.sqltypes.AutoString(length=20), None),
    ('delivery', 'diverted_from', sqlmodel.sql.sqltypes.AutoString(length=254), None),
    ('contact', 'cover_bounced_at', sqlmodel.sql.sqltypes.UTCDateTime(), None),
    ('contact', 'cover_bounce_reason', TEXT, None),
    ('installation', 'naming_secret', sqlmodel.sql.sqltypes.AutoString(length=64), None),
    ('installation', 'stopped_by', TEXT, None),
    ('installation', 'stopped_at', sqlmodel.sql.sqltypes.UTCDateTime(), None),
    ('installation', 'stopped_because', TEXT, None),
    ('message', 'chase_id', sa.Integer(), 'chase'),
    ('sweep', 'news', sa.JSON(), None),
)


def _new_columns() -> None:
    for table, column, kind, referred in COLUMNS:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(column, kind, nullable=True))
            if referred:
                batch.create_foreign_key(f'fk_{table}_{column}', referred, [column], ['id'])
    op.create_index('ix_delivery_message_id_header', 'delivery', ['message_id_header'])
    op.create_index('ix_message_contact_id', 'message', ['contact_id'])
    where = sa.text("chase_id IS NOT NULL AND state <> 'cancelled'")
    op.create_index(
        'uq_message_chase', 'message', ['chase_id', 'contact_id'], unique=True,
        sqlite_where=where, postgresql_where=where,
    )


def _message_kinds(kinds: tuple[str, ...]) -> None:
    listed = ', '.join(f"'{word}'" for word in kinds)
    with op.batch_alter_table('message') as batch:
        batch.drop_constraint(op.f('ck_message_messagekind'), type_='check')
        batch.create_check_constraint(op.f('ck_message_messagekind'), f'kind IN ({listed})')


def _new_tables() -> None:
    op.create_table('channel_fault',
    sa.Column('channel', sa.Enum('mail', 'teams', name='channel', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('faults', sa.Integer(), nullable=False),
    sa.Column('since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('paused_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('because', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('channel', name=op.f('pk_channel_fault'))
    )
    op.create_table('chase',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('spoc', 'deputy', 'senior_lead', 'chief_officer', 'dcs', 'chair', 'programme_manager', 'informed', name='contactrole', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('words', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('again_reason', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('requested_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('requested_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('asked_through', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('update_seen', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_chase_agency_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chase')),
    sa.UniqueConstraint('key', name=op.f('uq_chase_key'))
    )
    op.create_index('ix_chase_agency_id', 'chase', ['agency_id'])
    op.create_table('delivery_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('file_name', sqlmodel.sql.sqltypes.AutoString(length=255), nullable=False),
    sa.Column('read_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('kind', sa.Enum('failed', 'delayed', 'delivered', 'unclear', 'automatic_reply', name='reportkind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('recipient', sqlmodel.sql.sqltypes.AutoString(length=254), nullable=True),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    sa.Column('detail', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('delivery_id', sa.Integer(), nullable=True),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('filed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('filed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('filed_because', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_delivery_report_contact_id')),
    sa.ForeignKeyConstraint(['delivery_id'], ['delivery.id'], name=op.f('fk_delivery_report_delivery_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery_report')),
    sa.UniqueConstraint('digest', name=op.f('uq_delivery_report_digest'))
    )
    op.create_index('ix_delivery_report_delivery_id', 'delivery_report', ['delivery_id'])
