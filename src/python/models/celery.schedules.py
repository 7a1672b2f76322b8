"""celery.schedules: when a task runs; nothing of the settings depends on it."""
from _preflight import anything as _anything, may_raise as _may_raise


class schedule(_anything):
    def __init__(self, run_every=None, relative=False, nowfun=None, app=None):
        pass

    def __bool__(self):
        return True


class crontab(schedule):
    def __init__(self, minute='*', hour='*', day_of_week='*', day_of_month='*',
                 month_of_year='*', **kwargs):
        _may_raise('ValueError')


class solar(schedule):
    def __init__(self, event, lat, lon, **kwargs):
        _may_raise('ValueError')
