/* crm search: records of every kind, by their words. */
#include <string.h>

#include "crm/search_list.h"
#include "sink.h"
#include "verbs.h"

struct search_args {
	struct crm_rest words;
	const char *in, *limit, *offset;
};

static const struct crm_opt opts[] = {
	OPT_REST("word", "text", struct search_args, words,
		 "all of them must be there; the last may go on"),
	OPT_VALUE(0, "in", "entity-list", struct search_args, in,
		  "only among these, as contact,opp"),
	OPT_VALUE('L', "limit", "number", struct search_args, limit,
		  "at most so many"),
	OPT_VALUE(0, "offset", "number", struct search_args, offset,
		  "pass over so many first"),
	{ 0 }
};

/* As one text, whether it was typed as one or as several. */
static const char *
joined(struct cmd *c, const struct crm_rest *words)
{
	struct crm_buf b = { 0 };
	const char *text;

	for (int i = 0; i < words->n; i++) {
		if (i)
			crm_buf_char(&b, ' ');
		crm_buf_str(&b, words->v[i]);
	}
	text = crm_arena_copy(&c->crm.arena, b.s ? b.s : "", b.len);
	crm_buf_free(&b);
	return text;
}

static int
search(struct cmd *c, const void *args)
{
	const struct search_args *a = args;
	struct crm_search_how how = { .in = a->in, .limit = -1 };
	struct crm_sink to = cmd_sink(c);
	int format = cmd_output_format(c, CRM_FORMAT_TABLE);
	int rc = format < 0 ? format : 0;

	how.text = joined(c, &a->words);
	how.links = format == CRM_FORMAT_IDS;
	if (!rc && a->limit)
		rc = opt_number(&how.limit, &c->crm.err, "limit", a->limit,
		    0);
	if (!rc && a->offset)
		rc = opt_number(&how.offset, &c->crm.err, "offset",
		    a->offset, 0);
	return rc ? rc : cmd_sink_end(c, crm_search_list(&c->crm, &how, &to));
}

const struct cmd_verb cmd_search = {
	"search", "find records of every kind by their words", CMD_PAGED,
	opts, sizeof(struct search_args), search
};
