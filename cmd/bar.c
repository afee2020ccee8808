#include "bar.h"

#include <unistd.h>

struct cmd_bar
cmd_bar_of(struct cmd *c)
{
	return (struct cmd_bar){ .wanted = isatty(STDERR_FILENO) &&
	    !c->opt.quiet && !cmd_wants_json(c) };
}

void
cmd_bar_show(struct cmd_bar *bar, int64_t n, const char *what, int permille)
{
	time_t now = time(NULL);
	int filled = permille / 50;

	if (!bar->started)
		bar->started = now;
	if (!bar->wanted || now - bar->started < 1 || now == bar->shown)
		return;
	bar->shown = now;
	fprintf(stderr, "\r[%.*s%*s] %3d%% %lld %s", filled,
	    "####################", 20 - filled, "", permille / 10,
	    (long long)n, what);
}

void
cmd_bar_clear(struct cmd_bar *bar)
{
	if (bar->shown)
		fprintf(stderr, "\r%60s\r", "");
	bar->shown = 0;
}
