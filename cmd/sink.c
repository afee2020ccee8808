/* The output as the place where a report's rows go. */
#include "sink.h"

#include <stdlib.h>
#include <string.h>

#include "crm/suggest.h"

/* --fields of a report: some of its columns, in another order. */
static int
choose(struct cmd *c, const struct crm_column *cols, size_t n,
       struct crm_column *out, size_t *m)
{
	const char *s = c->opt.fields;

	for (*m = 0; s && *s; s += *s == ',') {
		size_t len = strcspn(s, ","), i;
		struct crm_suggest near;

		crm_suggest_init(&near, s, len);
		for (i = 0; i < n; i++) {
			crm_suggest_try(&near, cols[i].name);
			if (strlen(cols[i].name) == len &&
			    !memcmp(cols[i].name, s, len))
				break;
		}
		if (i == n || *m == n) {
			crm_failed(&c->crm, CRM_EUSAGE, "no column '%.*s'",
			    (int)len, s);
			if (near.best && i == n)
				crm_hinted(&c->crm, "did you mean '%s'?",
				    near.best);
			return CRM_EUSAGE;
		}
		out[(*m)++] = cols[i];
		s += len;
	}
	return 0;
}

static int
begin(void *ctx, const struct crm_column *cols, size_t n)
{
	struct cmd *c = ctx;
	struct crm_column *chosen = crm_arena_alloc(&c->crm.arena,
	    n * sizeof(*chosen));
	int rc = 0;

	/* The report's own may go with it; the writer still needs them. */
	if (!c->opt.fields || !strcmp(c->opt.fields, "*"))
		memcpy(chosen, cols, n * sizeof(*chosen));
	else
		rc = choose(c, cols, n, chosen, &n);
	return rc ? rc : cmd_output_begin(c, chosen, n, CRM_FORMAT_TABLE);
}

struct crm_sink
cmd_sink(struct cmd *c)
{
	return (struct crm_sink){ begin, cmd_output_row, c };
}

int
cmd_sink_end(struct cmd *c, int code)
{
	if (!c->out.writer)
		return code;
	code = cmd_output_end(c, code);
	return code || c->out.rows || !c->opt.exit_status ? code
	    : CRM_ENOTFOUND;
}
