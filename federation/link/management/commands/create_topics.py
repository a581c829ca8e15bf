"""Make the Kafka topics of this cell and of the federation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from federation.link.port import LinkDown
from federation.link.topic_creation import create_topics
from federation.link.topics import topics_read_by


class Command(BaseCommand):
    """Can be run again at any time; a topic that exists is left alone."""

    help = 'Make the Kafka topics of this cell and the shared ones, where they are missing.'

    def add_arguments(self, parser: CommandParser) -> None:
        """How many brokers keep a copy."""
        parser.add_argument('--replication', type=int, default=1, help='copies of each partition (production: 3)')

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing and say what was made."""
        if settings.LINK == 'direct':
            self.stdout.write('the direct link needs no topics')
            return
        topics = topics_read_by(settings.CELL)
        try:
            made = create_topics(settings.KAFKA_SERVERS, topics, replication=options['replication'])
        except LinkDown as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f'{len(made)} topics made, {len(topics) - len(made)} already there')
