/* What drivers are given to call back. */
#include "db/host.h"

#include "crm/date.h"
#include "crm/db.h"
#include "crm/number.h"
#include "crm/utf8.h"

/*
 * One buffer a thread, kept for the life of the process: a filter folds a
 * value per row, and a driver has no better place to keep it.
 */
static const char *
fold(const char *s, size_t len, size_t *outlen)
{
	static _Thread_local struct crm_buf buf;

	crm_buf_cut(&buf, 0);
	crm_fold(&buf, s, len);
	*outlen = buf.len;
	return buf.s ? buf.s : "";
}

static int
days(int64_t *out, const char *from, size_t fromlen, const char *to,
     size_t tolen)
{
	int64_t a, b;

	if (crm_day_parse(&a, from, fromlen) || crm_day_parse(&b, to, tolen))
		return CRM_EINVAL;
	*out = b - a;
	return 0;
}

static int
share(int64_t *out, int64_t n, int64_t part, int64_t whole)
{
	*out = crm_share(n, part, whole);
	return *out > INT64_MIN && *out < INT64_MAX ? 0 : CRM_EINVAL;
}

const struct crm_host crm_db_host = {
	.fail = crm_fail, .hint = crm_hint, .fold = fold, .days = days,
	.share = share, .shown = crm_db_shown
};
