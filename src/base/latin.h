/* The letters of most names, so that they needn't be taken apart. */
#ifndef BASE_LATIN_H
#define BASE_LATIN_H

#include <stdint.h>

enum { LATIN_FROM = 0xc0, LATIN_UPTO = 0x180 };

/*
 * What is left of U+00C0 to U+017F without its mark, in either case; '.': all
 * of it.
 */
extern const char crm_latin[];

#endif
