/* validate_control.h -- one function for each instruction that touches the control stack; the
 * instruction is v->in, its indices are checked.
 */
#ifndef ENGINE_VALIDATE_CONTROL_H
#define ENGINE_VALIDATE_CONTROL_H

#include "validate.h"

wasix_result check_block(struct validator *v);
wasix_result check_try_table(struct validator *v);
wasix_result check_else(struct validator *v);
wasix_result check_end(struct validator *v);
wasix_result check_legacy_catch(struct validator *v);
wasix_result check_delegate(struct validator *v);
wasix_result check_branch(struct validator *v, uint32_t label);
wasix_result check_br_if(struct validator *v);
wasix_result check_br_table(struct validator *v);
wasix_result check_return(struct validator *v);
wasix_result check_call(struct validator *v, const struct functype *type);
wasix_result check_call_indirect(struct validator *v);
wasix_result check_return_call(struct validator *v, const struct functype *type);
wasix_result check_return_call_indirect(struct validator *v);
wasix_result check_throw(struct validator *v);
wasix_result check_throw_ref(struct validator *v);
wasix_result check_rethrow(struct validator *v);

#endif
