/* Inside of crm/convert.h: a text that is read as a value of a field. */
#ifndef MODEL_CONVERT_H
#define MODEL_CONVERT_H

#include "crm/convert.h"

struct crm_input {
	struct crm *crm;
	const struct crm_field *f;
	const char *s;
	size_t len;
	const struct crm_read *how;
	struct crm_arena *arena;
};

/* The text in a sentence, shortened. */
#define SHOWN(in) (int)((in)->len < 60 ? (in)->len : 60), (in)->s

/* It is not WHAT; HINT may be NULL. */
int crm_input_wrong(const struct crm_input *in, const char *what,
		    const char *hint);
/* The text and what is wrong with it, as a sentence. */
__attribute__((format(printf, 2, 3)))
int crm_input_refuse(const struct crm_input *in, const char *format, ...);

/* convert_number.c: CURRENCY is NULL unless the number is money. */
int crm_input_number(struct crm_value *out, const struct crm_input *in,
		     int decimals, const char *currency);
int crm_input_money(struct crm_value *out, const struct crm_input *in);
int crm_input_currency(struct crm_value *out, const struct crm_input *in);

/* convert_day.c */
int crm_input_date(struct crm_value *out, const struct crm_input *in);
int crm_input_time(struct crm_value *out, const struct crm_input *in);

#endif
