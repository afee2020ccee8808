/*
 * A thread that works behind its owner.  To wake one costs as much as some rows
 * do, so either side goes on until half of the slots are full, or free.
 */
#include "db/worker.h"

static void *
run(void *ctx)
{
	struct worker *w = ctx;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		int rc = w->rc;

		while (w->taken == w->put && !w->ends)
			pthread_cond_wait(&w->changed, &w->lock);
		if (w->stops || w->taken == w->put)
			break;
		pthread_mutex_unlock(&w->lock);
		if (!rc)
			rc = w->work(w->ctx, w->taken % WORKER_SLOTS);
		pthread_mutex_lock(&w->lock);
		w->rc = rc;
		w->taken++;
		if (w->put - w->taken <= w->wanted)
			pthread_cond_signal(&w->changed);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

bool
worker_start(struct worker *w, int (*work)(void *ctx, unsigned slot),
	     void *ctx)
{
	*w = (struct worker){ .work = work, .ctx = ctx };
	if (pthread_mutex_init(&w->lock, NULL))
		return false;
	if (pthread_cond_init(&w->changed, NULL)) {
		pthread_mutex_destroy(&w->lock);
		return false;
	}
	if (!pthread_create(&w->thread, NULL, run, w))
		return true;
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	return false;
}

unsigned
worker_slot(const struct worker *w)
{
	return w->put % WORKER_SLOTS;
}

/* Wait until no more than so many slots are full. */
static void
wait_for(struct worker *w, unsigned most)
{
	w->wanted = most;
	while (w->put - w->taken > most)
		pthread_cond_wait(&w->changed, &w->lock);
	w->wanted = 0;
}

void
worker_urge(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->lock);
}

int
worker_put(struct worker *w)
{
	int rc;

	pthread_mutex_lock(&w->lock);
	w->put++;
	if (w->put - w->taken >= WORKER_SLOTS / 2)
		pthread_cond_signal(&w->changed);
	if (w->put - w->taken == WORKER_SLOTS)
		wait_for(w, WORKER_SLOTS / 2);
	rc = w->rc;
	pthread_mutex_unlock(&w->lock);
	return rc;
}

int
worker_wait(struct worker *w)
{
	int rc;

	pthread_mutex_lock(&w->lock);
	pthread_cond_signal(&w->changed);
	wait_for(w, 0);
	rc = w->rc;
	pthread_mutex_unlock(&w->lock);
	return rc;
}

int
worker_end(struct worker *w, bool stops)
{
	pthread_mutex_lock(&w->lock);
	w->ends = true;
	w->stops = stops;
	pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	return w->rc;
}
