/* A verdict → bytes, in the formats that people and programs read. The face of this folder. */
#ifndef PF_REPORT_REPORT_H
#define PF_REPORT_REPORT_H

#include "report/sink.h"
#include "rule/rule.h"
#include "rule/settle.h"

/* Which project a source belongs to, as the path from the working directory to it. */
struct pf_source_root {
    const struct pf_source *source;
    pf_str root;
};
struct pf_source_roots {
    struct pf_source_root *items;
    size_t count, capacity;
};

/* Everything that a report is made from. */
struct pf_verdict {
    const struct pf_findings *findings; /* settled: sorted, suppressed ones marked */
    struct pf_summary summary;
    size_t undecided;             /* judgements that came out as maybe and are not reported */
    const struct pf_strs *files;  /* paths that were checked, in byte order */
    const struct pf_rules *rules; /* that ran, in byte order of their ids */
    const struct pf_strs
        *reasons; /* why the check is incomplete: exit status 3; empty: it is not */
    /* From the working directory to the project: "samples/shop", or "" where they are one. What
     * other programs join with their own files (SARIF, annotations, …) starts with it. */
    pf_str root;
    /* Several projects in one verdict: `root` is then "", and these say where each file's is. */
    const struct pf_source_roots *roots; /* NULL: one project */
    bool fails;                          /* findings at or above the threshold */
    pf_str plan;  /* JSON for the format "plan"; "" where it is not asked for */
    bool quiet;   /* findings only */
    bool verbose; /* suppressed findings and undecided judgements too */
};

/* How text looks. */
struct pf_look {
    bool colour;
    unsigned width; /* columns */
};
enum { PF_LOOK_WIDTH = 100 /* where no terminal says otherwise */ };

typedef void pf_format_writer(const struct pf_verdict *verdict, const struct pf_look *look,
                              struct pf_sink *sink);

struct pf_format {
    const char *name;
    const char *summary;
    pf_format_writer *write;
    bool names_findings; /* prints their fingerprints */
};

/* In the order in which --help lists them. */
extern const struct pf_format pf_formats[];
extern const size_t pf_format_count;
const struct pf_format *pf_format_find(pf_str name); /* NULL: none */

#endif
