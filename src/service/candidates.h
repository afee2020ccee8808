/* Ranges of text. */
#ifndef SERVICE_CANDIDATES_H
#define SERVICE_CANDIDATES_H

/* Behind a prefix, sorts after every text that begins with it: U+10FFFF. */
#define CRM_LAST "\xf4\x8f\xbf\xbf"

#endif
