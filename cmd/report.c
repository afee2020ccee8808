/* crm report pipeline, crm forecast. */
#include "crm/report.h"

#include "sink.h"
#include "verbs.h"

struct report_args {
	const char *by, *from, *to, *in;
	struct crm_rest where, params;
};

#define FILTER_OPTS							\
	OPT_VALUE(0, "in", "currency", struct report_args, in,		\
		  "all amounts in it: EUR, EUR@2026-11-01"),		\
	OPT_LIST('w', "where", "filter", struct report_args, where,	\
		 "only the opportunities it holds for (again: and)"),	\
	OPT_LIST(0, "param", "NAME=VALUE", struct report_args, params,	\
		 ":NAME in the filter")

static const struct crm_opt pipeline_opts[] = {
	OPT_VALUE(0, "by", "group", struct report_args, by,
		  "stage (else), owner, month, total or a path"),
	FILTER_OPTS,
	{ 0 }
};

static const struct crm_opt forecast_opts[] = {
	OPT_VALUE(0, "by", "group", struct report_args, by,
		  "month (else), owner or team"),
	OPT_VALUE(0, "from", "period", struct report_args, from,
		  "the first month or day"),
	OPT_VALUE(0, "to", "period", struct report_args, to,
		  "the last month or day"),
	FILTER_OPTS,
	{ 0 }
};

static struct crm_report_how
how_of(const struct report_args *a)
{
	return (struct crm_report_how){
		.by = a->by, .from = a->from, .to = a->to, .in = a->in,
		.where = (const char *const *)a->where.v,
		.params = (const char *const *)a->params.v
	};
}

static int
pipeline(struct cmd *c, const void *args)
{
	struct crm_report_how how = how_of(args);
	struct crm_sink to = cmd_sink(c);

	return cmd_sink_end(c, crm_report_pipeline(&c->crm, &how, &to));
}

static int
forecast(struct cmd *c, const void *args)
{
	struct crm_report_how how = how_of(args);
	struct crm_sink to = cmd_sink(c);

	return cmd_sink_end(c, crm_forecast(&c->crm, &how, &to));
}

const struct cmd_verb cmd_report_verbs[] = {
	{ "pipeline", "open, won and lost by stage, owner, month",
	  CMD_PAGED, pipeline_opts, sizeof(struct report_args), pipeline },
	{ 0 }
};

const struct cmd_verb cmd_forecast = {
	"forecast", "what will be sold, by month, owner or team", CMD_PAGED,
	forecast_opts, sizeof(struct report_args), forecast
};
