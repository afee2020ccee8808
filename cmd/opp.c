/* crm opp move, win, lose: moving opportunities along their pipeline. */
#include "crm/opp.h"
#include "targets.h"
#include "verbs.h"

struct move_args {
	const char *stage, *on, *reason;
	struct targets_args opps;
	enum crm_stage_category category;
};

#define ON_OPT								\
	OPT_VALUE(0, "on", "date", struct move_args, on,		\
		  "the day of the move (today)")
#define REASON_OPT							\
	OPT_VALUE(0, "reason", "text", struct move_args, reason,	\
		  "why it was lost")

static const struct crm_opt move_opts[] = {
	OPT_OPERAND("stage", "stage", struct move_args, stage,
		    "the stage to move to"),
	ON_OPT, REASON_OPT,
	TARGETS_OPTS(struct move_args, opps),
	{ 0 }
};

static const struct crm_opt win_opts[] = {
	ON_OPT,
	TARGETS_OPTS(struct move_args, opps),
	{ 0 }
};

static const struct crm_opt lose_opts[] = {
	ON_OPT, REASON_OPT,
	TARGETS_OPTS(struct move_args, opps),
	{ 0 }
};

static int
move_one(struct cmd *c, int64_t id, const void *args, bool *done)
{
	const struct move_args *a = args;

	if (a->stage)
		return crm_opp_move(&c->crm, id, a->stage, a->on, a->reason,
		    done);
	return crm_opp_close(&c->crm, id, a->category, a->on, a->reason,
	    done);
}

static int
move(struct cmd *c, const void *args)
{
	static const struct targets_work work = {
		"Move", "moved", 0, move_one
	};
	struct move_args a = *(const struct move_args *)args;

	return targets_write(c, &a.opps, &work, &a);
}

static int
win(struct cmd *c, const void *args)
{
	static const struct targets_work work = {
		"Win", "won", 0, move_one
	};
	struct move_args a = *(const struct move_args *)args;

	a.category = CRM_STAGE_WON;
	return targets_write(c, &a.opps, &work, &a);
}

static int
lose(struct cmd *c, const void *args)
{
	static const struct targets_work work = {
		"Lose", "lost", 0, move_one
	};
	struct move_args a = *(const struct move_args *)args;

	a.category = CRM_STAGE_LOST;
	return targets_write(c, &a.opps, &work, &a);
}

const struct cmd_verb cmd_opp_verbs[] = {
	{ "move", "move opportunities to a stage", CMD_WRITES, move_opts,
	  sizeof(struct move_args), move },
	{ "win", "move them to the stage that is won", CMD_WRITES,
	  win_opts, sizeof(struct move_args), win },
	{ "lose", "move them to the stage that is lost", CMD_WRITES,
	  lose_opts, sizeof(struct move_args), lose },
	{ 0 }
};
