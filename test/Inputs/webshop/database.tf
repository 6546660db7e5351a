# Two halves of the internet are the internet.
resource "aws_security_group" "database" {
  name        = "${local.name}-database"
  description = "PostgreSQL from the services"
  vpc_id      = aws_vpc.shop.id

  ingress {
    description     = "services"
    protocol        = "tcp"
    from_port       = 5432
    to_port         = 5432
    security_groups = [aws_security_group.services.id]
  }

  ingress {
    description = "migration, until the old data centre is gone"
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = ["0.0.0.0/1", "128.0.0.0/1"]
  }
}

resource "aws_db_subnet_group" "shop" {
  name       = local.name
  subnet_ids = [for subnet in aws_subnet.private : subnet.id]
}

resource "aws_db_instance" "shop" {
  identifier                  = local.name
  engine                      = "postgres"
  instance_class              = "db.t4g.medium"
  allocated_storage           = 50
  db_name                     = "shop"
  username                    = "shop"
  manage_master_user_password = true
  db_subnet_group_name        = aws_db_subnet_group.shop.name
  vpc_security_group_ids      = [aws_security_group.database.id]
  publicly_accessible         = false
  storage_encrypted           = true
}
