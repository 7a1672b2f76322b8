/* The programs, as the scripts of real workflows start them. */
#include "model/plain_program.h"

bool pf_program_is_plain(pf_str program)
{
    static const pf_str plain[] = {
        PF_STR_INIT("["),        PF_STR_INIT("[["),   PF_STR_INIT("awk"),     PF_STR_INIT("aws"),
        PF_STR_INIT("basename"), PF_STR_INIT("cat"),  PF_STR_INIT("cd"),      PF_STR_INIT("cp"),
        PF_STR_INIT("cut"),      PF_STR_INIT("date"), PF_STR_INIT("dirname"), PF_STR_INIT("docker"),
        PF_STR_INIT("echo"),     PF_STR_INIT("exit"), PF_STR_INIT("export"),  PF_STR_INIT("git"),
        PF_STR_INIT("grep"),     PF_STR_INIT("head"), PF_STR_INIT("jq"),      PF_STR_INIT("ls"),
        PF_STR_INIT("mkdir"),    PF_STR_INIT("mv"),   PF_STR_INIT("pip"),     PF_STR_INIT("printf"),
        PF_STR_INIT("pwd"),      PF_STR_INIT("rm"),   PF_STR_INIT("sed"),     PF_STR_INIT("set"),
        PF_STR_INIT("sleep"),    PF_STR_INIT("tail"), PF_STR_INIT("tee"),     PF_STR_INIT("test"),
        PF_STR_INIT("tr"),       PF_STR_INIT("true"), PF_STR_INIT("wc")};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (pf_str_eq(program, plain[i]))
            return true;
    return false;
}
