/* crm show REF, crm timeline REF: a record of any entity. */
#include <string.h>

#include "crm/db.h"
#include "crm/ref.h"
#include "crm/timeline.h"
#include "query_args.h"
#include "sink.h"
#include "targets.h"
#include "verbs.h"

int
targets_link(int64_t *link, struct cmd *c, const char *ref, size_t len,
	     unsigned flags)
{
	int rc = crm_link_find(link, &c->crm, NULL, ref, len, 0);

	if (rc == CRM_ENOTFOUND && (flags & CRM_REF_GONE))
		rc = crm_link_find(link, &c->crm, NULL, ref, len,
		    CRM_REF_GONE);
	/* How a reference is written is a matter of usage. */
	if (rc == CRM_EINVAL)
		rc = c->crm.err.code = CRM_EUSAGE;
	return rc;
}

struct show_args {
	struct crm_rest refs;
	const char *in;
};

static const struct crm_opt show_opts[] = {
	OPT_REST("ref", "link", struct show_args, refs,
		 "contact:42, account:'Acme Ltd'; - reads them from stdin"),
	IN_OPT(struct show_args, in),
	{ 0 }
};

/* The first of N LINKS that is of another entity; N: none is. */
static size_t
same_entity(const int64_t *links, size_t n)
{
	size_t i = 1;

	while (i < n && crm_link_entity(links[i]) ==
	    crm_link_entity(links[0]))
		i++;
	return i < n ? i : n;
}

/* Columns differ by entity: only formats that name them can have several. */
static int
check_format(struct cmd *c)
{
	int format = cmd_output_format(c, CRM_FORMAT_LIST);

	if (format < 0)
		return format;
	if (format == CRM_FORMAT_LIST || format == CRM_FORMAT_JSONL)
		return 0;
	crm_failed(&c->crm, CRM_EUSAGE, "records of different entities have"
	    " no columns in common");
	return crm_hinted(&c->crm, "give --list or --jsonl");
}

static int
print(struct cmd *c, int64_t *links, size_t n)
{
	int rc = same_entity(links, n) < n ? check_format(c) : 0;

	for (size_t run; !rc && n; links += run, n -= run) {
		run = same_entity(links, n);
		c->entity = crm_entity_number(&c->crm,
		    crm_link_entity(links[0]));
		for (size_t i = 0; i < run; i++)
			links[i] = crm_link_id(links[i]);
		rc = query_print_ids(c, links, run);
	}
	return rc;
}

static int
show(struct cmd *c, const void *args)
{
	const struct show_args *a = args;
	struct crm_rest refs = a->refs;
	int64_t *links;
	int rc;

	if (!a->refs.n) {
		crm_failed(&c->crm, CRM_EUSAGE, "which record?");
		return crm_hinted(&c->crm, "write it as contact:42");
	}
	rc = targets_expand(c, &refs);
	links = crm_arena_alloc(&c->crm.arena, ((size_t)refs.n + 1) *
	    sizeof(*links));
	if (!rc)
		rc = query_in(c, a->in);
	if (!rc)
		rc = crm_db_begin_read(c->crm.db);
	if (rc)
		return rc;
	for (int i = 0; !rc && i < refs.n; i++)
		rc = targets_link(&links[i], c, refs.v[i],
		    strlen(refs.v[i]), CRM_REF_GONE);
	if (!rc)
		rc = print(c, links, (size_t)refs.n);
	return crm_db_end(c->crm.db, rc);
}

const struct cmd_verb cmd_show_any = {
	"show", "show everything of a record", CMD_PAGED, show_opts,
	sizeof(struct show_args), show
};

struct timeline_args {
	const char *ref, *from, *to, *kind, *limit;
};

static const struct crm_opt timeline_opts[] = {
	OPT_OPERAND("ref", "link", struct timeline_args, ref,
		    "contact:42, account:'Acme Ltd'"),
	OPT_VALUE(0, "from", "period", struct timeline_args, from,
		  "not before this day"),
	OPT_VALUE(0, "to", "period", struct timeline_args, to,
		  "not after this day"),
	OPT_VALUE(0, "kind", "kinds", struct timeline_args, kind,
		  "these alone, as call,stage"),
	OPT_VALUE('L', "limit", "number", struct timeline_args, limit,
		  "at most so many"),
	{ 0 }
};

static int
timeline(struct cmd *c, const void *args)
{
	const struct timeline_args *a = args;
	struct crm_timeline_how how = {
		.from = a->from, .to = a->to, .kinds = a->kind, .limit = -1
	};
	struct crm_sink to = cmd_sink(c);
	int64_t link = 0;
	int rc = a->limit ? opt_number(&how.limit, &c->crm.err, "limit",
	    a->limit, 0) : 0;

	if (!rc)
		rc = targets_link(&link, c, a->ref, strlen(a->ref),
		    CRM_REF_GONE);
	return rc ? rc : cmd_sink_end(c, crm_timeline(&c->crm, link, &how,
	    &to));
}

const struct cmd_verb cmd_timeline = {
	"timeline", "show all that happened with a record", CMD_PAGED,
	timeline_opts, sizeof(struct timeline_args), timeline
};
