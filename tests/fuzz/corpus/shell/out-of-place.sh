fi done esac } ) ;; | && || & then do { (
! time coproc function