"""The shape of the raw tables, of billing and of engagement, as every check uses them."""

from collections.abc import Mapping
from typing import TypeAlias

Row: TypeAlias = dict[str, object]
RawTables: TypeAlias = dict[str, list[Row]]
Marts: TypeAlias = dict[str, list[Row]]

TABLES: Mapping[str, Mapping[str, str]] = {
    "customers": {
        "customer_id": "text",
        "customer_name": "text",
        "parent_customer_id": "text",
        "merged_into_customer_id": "text",
        "segment": "text",
        "country": "text",
        "industry": "text",
        "acquisition_channel": "text",
        "is_test": "boolean",
        "created_at": "timestamp",
        "updated_at": "timestamp",
    },
    "products": {
        "product_id": "text",
        "product_name": "text",
        "product_family": "text",
        "updated_at": "timestamp",
    },
    "plans": {
        "plan_id": "text",
        "product_id": "text",
        "plan_name": "text",
        "charge_type": "text",
        "billing_interval": "text",
        "billing_interval_count": "integer",
        "currency": "text",
        "unit_amount": "numeric(28, 6)",
        "updated_at": "timestamp",
    },
    "subscriptions": {
        "subscription_id": "text",
        "customer_id": "text",
        "status": "text",
        "started_at": "timestamp",
        "trial_starts_at": "timestamp",
        "trial_ends_at": "timestamp",
        "cancel_requested_at": "timestamp",
        "ended_at": "timestamp",
        "end_reason": "text",
        "updated_at": "timestamp",
    },
    "subscription_items": {
        "subscription_item_id": "text",
        "subscription_id": "text",
        "plan_id": "text",
        "quantity": "numeric(28, 6)",
        "unit_amount": "numeric(28, 6)",
        "valid_from": "timestamp",
        "valid_to": "timestamp",
        "updated_at": "timestamp",
    },
    "discounts": {
        "discount_id": "text",
        "subscription_id": "text",
        "subscription_item_id": "text",
        "duration": "text",
        "percent_off": "numeric(28, 6)",
        "amount_off": "numeric(28, 6)",
        "currency": "text",
        "starts_at": "timestamp",
        "ends_at": "timestamp",
        "updated_at": "timestamp",
    },
    "subscription_pauses": {
        "subscription_id": "text",
        "paused_at": "timestamp",
        "resumed_at": "timestamp",
        "updated_at": "timestamp",
    },
    "usage_charges": {
        "subscription_item_id": "text",
        "usage_month": "date",
        "amount": "numeric(28, 6)",
        "currency": "text",
        "updated_at": "timestamp",
    },
    "exchange_rates": {
        "currency": "text",
        "rate_date": "date",
        "rate": "numeric(28, 12)",
        "updated_at": "timestamp",
    },
    "product_usage": {
        "customer_id": "text",
        "usage_date": "date",
        "feature": "text",
        "active_users": "integer",
        "updated_at": "timestamp",
    },
    "csm_checkins": {
        "checkin_id": "text",
        "customer_id": "text",
        "checked_in_at": "timestamp",
        "score": "text",
        "note": "text",
        "updated_at": "timestamp",
    },
    "support_tickets": {
        "ticket_id": "text",
        "customer_id": "text",
        "opened_at": "timestamp",
        "closed_at": "timestamp",
        "satisfaction": "numeric(28, 6)",
        "updated_at": "timestamp",
    },
}

KEYS: Mapping[str, tuple[str, ...]] = {
    "customers": ("customer_id",),
    "products": ("product_id",),
    "plans": ("plan_id",),
    "subscriptions": ("subscription_id",),
    "subscription_items": ("subscription_item_id", "valid_from"),
    "discounts": ("discount_id",),
    "subscription_pauses": ("subscription_id", "paused_at"),
    "usage_charges": ("subscription_item_id", "usage_month"),
    "exchange_rates": ("currency", "rate_date"),
    "product_usage": ("customer_id", "usage_date", "feature"),
    "csm_checkins": ("checkin_id",),
    "support_tickets": ("ticket_id",),
}

ENGAGEMENT_TABLES = ("product_usage", "csm_checkins", "support_tickets")
