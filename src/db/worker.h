/*
 * A thread that takes what it is given, in order, while its owner makes more.
 *
 * Slots are numbers from 0 to WORKER_SLOTS - 1; what lies in them is their
 * owners'.  The owner fills the slot in hand and puts it; the thread then has
 * it until work() returns.  After a failure the thread takes the rest and does
 * nothing with it.
 */
#ifndef DB_WORKER_H
#define DB_WORKER_H

#include <pthread.h>
#include <stdbool.h>

enum { WORKER_SLOTS = 48 };

struct worker {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int (*work)(void *ctx, unsigned slot);	/* 0 or what failed */
	void *ctx;
	unsigned put, taken;	/* slots, since it started */
	unsigned wanted;	/* so many full ones wake the owner */
	bool ends, stops;	/* when all is taken; at once */
	int rc;			/* the first failure */
};

/* False: there is no thread to be had. */
bool worker_start(struct worker *w, int (*work)(void *ctx, unsigned slot),
		  void *ctx);

/* The slot in hand, which is free. */
unsigned worker_slot(const struct worker *w);

/* Give the slot in hand, and wait for the next one; the failure so far. */
int worker_put(struct worker *w);

/* Begin with what was put: else some slots are waited for first. */
void worker_urge(struct worker *w);

/* Wait until all that was put is done; the failure of any of it. */
int worker_wait(struct worker *w);

/* End the thread, which (STOPS) leaves what it has not begun. */
int worker_end(struct worker *w, bool stops);

#endif
