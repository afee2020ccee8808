/* How far a long command is, on stderr, for people who wait. */
#ifndef CMD_BAR_H
#define CMD_BAR_H

#include <time.h>

#include "cmd.h"

struct cmd_bar {
	bool wanted;
	time_t started, shown;
};

struct cmd_bar cmd_bar_of(struct cmd *c);
/* N of WHAT are done, and so much of the input; shown after a second. */
void cmd_bar_show(struct cmd_bar *bar, int64_t n, const char *what,
		  int permille);
/* Make room for a line. */
void cmd_bar_clear(struct cmd_bar *bar);

#endif
