/*
 * The country of an address: that of the contact, account or lead it belongs
 * to, by which its numbers are dialled.  It is kept with the address, since
 * the key of a number is made with it, and follows its owner's; like the days
 * of customers it is no part of revision and log.
 */
#ifndef MODEL_FURTHER_COUNTRY_H
#define MODEL_FURTHER_COUNTRY_H

#include "crm/record.h"

/* Set the country of the address R to that of whom it is on. */
int crm_further_country(struct crm *crm, struct crm_record *r);

/* Of contact, account, lead, when R was changed: its addresses follow. */
int crm_further_follow(struct crm *crm, struct crm_record *r);

/* How many addresses have another country than their owner. */
int crm_further_check(int64_t *wrong, struct crm *crm);
/* They get that of their owner, and the keys of its numbers. */
int crm_further_rebuild(struct crm *crm);

#endif
